package io.leasehold.database.internal.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** The commands that are needed, on one connection of the administrator. For one thread. */
final class RedisSession implements AutoCloseable {

    private final RedisWire wire;

    RedisSession(RedisWire wire) {
        this.wire = wire;
    }

    void ping() throws CommandException {
        wire.call("PING", new CommandArguments(Command.PING));
    }

    boolean userExists(String username) throws CommandException {
        return wire.call("ACL GETUSER", acl("GETUSER").add(username)) != null;
    }

    /**
     * Watches a key, looks whether a user is there, and begins a transaction. The transaction is begun here so that no command
     * of it is ever sent if that is refused.
     */
    boolean watchLookAndBegin(String key, String username) throws CommandException {
        wire.setDirty(true);
        List<@Nullable Object> answers = wire.exchange(
                "ACL GETUSER",
                new CommandArguments(Command.WATCH).add(key),
                acl("GETUSER").add(username),
                new CommandArguments(Command.MULTI));
        RedisWire.answer("WATCH", answers.get(0));
        boolean found = RedisWire.answer("ACL GETUSER", answers.get(1)) != null;
        RedisWire.answer("MULTI", answers.get(2));
        return found;
    }

    /**
     * Within a transaction: makes a user, or changes one that there is, and executes the transaction.
     *
     * @param step what that is, for messages
     * @return whether it was done: false when a watched key was touched
     * @throws CommandException when it failed; it may have been done only if the session was lost
     */
    boolean setUserAndExecute(String step, String username, List<String> rules) throws CommandException {
        List<@Nullable Object> answers =
                wire.exchange(step, setUserCommand(username, rules), new CommandArguments(Command.EXEC));
        RedisWire.answer(step, answers.get(0));
        return executed(step, answers.get(1));
    }

    /** What became of a removal. */
    record Removal(@Nullable CommandException writeRefusal, boolean stillThere) {}

    /**
     * Writes an empty key that disappears after some time, removes a user and ends its connections, and looks whether it is
     * there still. That the key is refused does not keep the rest from being done.
     */
    Removal writeAndDelete(String key, Duration life, String username) throws CommandException {
        List<@Nullable Object> answers = wire.exchange(
                "ACL DELUSER",
                setCommand(key, life),
                acl("DELUSER").add(username),
                acl("GETUSER").add(username));
        CommandException refusal = null;
        try {
            RedisWire.answer("SET", answers.get(0));
        } catch (CommandException failure) {
            refusal = failure;
        }
        RedisWire.answer("ACL DELUSER", answers.get(1));
        return new Removal(refusal, RedisWire.answer("ACL GETUSER", answers.get(2)) != null);
    }

    /** The names of all users. */
    List<String> users() throws CommandException {
        Object names = wire.call("ACL USERS", acl("USERS"));
        return names instanceof List<?> list
                ? list.stream().map(RedisSession::text).toList()
                : List.of();
    }

    /** Whether a user is switched on; empty when there is none. */
    Optional<Boolean> userEnabled(String username) throws CommandException {
        Object user = wire.call("ACL GETUSER", acl("GETUSER").add(username));
        // Names and values in turn, as the client's version of the protocol has it (RESP2).
        return user == null
                ? Optional.empty()
                : Optional.of(flags((List<?>) user).contains("on"));
    }

    private static List<String> flags(List<?> user) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i + 1 < user.size(); i += 2) {
            if (text(user.get(i)).equals("flags") && user.get(i + 1) instanceof List<?> values) {
                values.forEach(value -> flags.add(text(value)));
            }
        }
        return flags;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Makes a user, or changes one that there is; within a transaction it is only noted. */
    void setUser(String username, List<String> rules) throws CommandException {
        wire.call("ACL SETUSER", setUserCommand(username, rules));
    }

    /** Removes a user and ends its connections. */
    void deleteUser(String username) throws CommandException {
        wire.call("ACL DELUSER", acl("DELUSER").add(username));
    }

    void saveAclFile() throws CommandException {
        wire.call("ACL SAVE", acl("SAVE"));
    }

    void rewriteConfig() throws CommandException {
        wire.call("CONFIG REWRITE", new CommandArguments(Command.CONFIG).add("REWRITE"));
    }

    void watch(String key) throws CommandException {
        wire.setDirty(true);
        wire.call("WATCH", new CommandArguments(Command.WATCH).add(key));
    }

    /** Writes an empty key that disappears after some time. */
    void write(String key, Duration life) throws CommandException {
        wire.call("SET", setCommand(key, life));
    }

    void begin() throws CommandException {
        wire.call("MULTI", new CommandArguments(Command.MULTI));
    }

    /**
     * Executes what was noted since {@link #begin}.
     *
     * @param step what that is, for messages
     * @return whether it was executed: false when a watched key was touched
     * @throws CommandException when it failed; nothing is known if the session was lost
     */
    boolean execute(String step) throws CommandException {
        return executed(step, wire.call("EXEC: " + step, new CommandArguments(Command.EXEC)));
    }

    private boolean executed(String step, @Nullable Object answer) throws CommandException {
        Object results = RedisWire.answer(step, answer);
        // Whatever the answer is, nothing is watched and nothing is noted any more ("Transactions", Redis docs).
        wire.setDirty(false);
        if (results == null) {
            return false;
        }
        for (Object result : (List<?>) results) {
            RedisWire.answer(step, result);
        }
        return true;
    }

    @Override
    public void close() {
        wire.close();
    }

    private static CommandArguments acl(String subcommand) {
        return new CommandArguments(Command.ACL).add(subcommand);
    }

    private static CommandArguments setUserCommand(String username, List<String> rules) {
        CommandArguments command = acl("SETUSER").add(username);
        rules.forEach(command::add);
        return command;
    }

    private static CommandArguments setCommand(String key, Duration life) {
        return new CommandArguments(Command.SET).add(key).add("").add("PX").add(life.toMillis());
    }
}
