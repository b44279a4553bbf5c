package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a removal apart from a creation of the same user that may still be under way, in another process too. Redis has no
 * lock that ends with its holder, but it has optimistic transactions ("Transactions", Redis docs): a creator watches a key
 * of the account before it looks and asks whether it may go on, and makes the user in a transaction; a remover writes that
 * key before it looks. Either the creator was first, and the remover sees the user; or the transaction of the creator, even
 * of one that was stopped for hours, is not executed.
 *
 * <p>Whoever changes a password enters as a creator does, and writes the key in its transaction: of two that are under way at
 * once, one is not executed.
 */
final class AccountExclusion {

    private static final Logger LOG = LoggerFactory.getLogger(AccountExclusion.class);

    /** A part of the protocol between brokers of different versions on one server: never change it. */
    private static final String PREFIX = "leasehold:account:";

    /** A key that is written disappears at once. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** A watched key that disappears fails a transaction too, so one that is written by each change stays for longer than any. */
    private static final Duration LONGER_THAN_A_CHANGE = Duration.ofHours(1);

    private AccountExclusion() {}

    /** The key of an account, which holds nothing. */
    static String key(String username) {
        return PREFIX + username;
    }

    /** Begins the work of a creator. It ends with the session. */
    static void enter(RedisSession session, String username) throws CommandException {
        session.watch(key(username));
    }

    /** Begins the work of a creator and its transaction, and looks whether the user is there. */
    static boolean enterAndLook(RedisSession session, String username) throws CommandException {
        return session.watchLookAndBegin(key(username), username);
    }

    /** Within the transaction of a change: keeps all others that have begun from theirs. */
    static void keepOthersOut(RedisSession session, String username) throws CommandException {
        session.write(key(username), LONGER_THAN_A_CHANGE);
    }

    /** Writes the key of nobody's account. */
    static void probe(RedisSession session, String nobody) throws CommandException {
        session.write(key(nobody), MOMENT);
    }

    /**
     * What became of a removal.
     *
     * @param exclusive whether all creators that had begun are kept from making the user: false when the server refused that
     *     (no right to the key, no memory, a replica), so that one may still make it
     * @param stillThere whether the user is there
     */
    record Removal(boolean exclusive, boolean stillThere) {}

    /** Keeps all creators that have begun from making the user, and removes it. */
    static Removal keepOutAndDelete(RedisSession session, String username, TargetErrors errors)
            throws CommandException {
        RedisSession.Removal removal = session.writeAndDelete(key(username), MOMENT, username);
        CommandException refusal = removal.writeRefusal();
        if (refusal != null) {
            LOG.debug("A user is removed without exclusion: {}", errors.words(refusal));
        }
        return new Removal(refusal == null, removal.stillThere());
    }
}
