package io.leasehold.aws.internal.root;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.ClientFactory;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.error.ClosedException;
import io.leasehold.error.ConflictException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.TargetEntry;
import io.leasehold.spi.engine.Versioned;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The accounts that are open in this process, by target. Clients are made at the first use and made anew when the settings changed,
 * here or in another process. Before a root credential is used on a target, AWS is asked once whose it is: with one of another
 * account, a user that lives on would be taken for gone. Thread-safe.
 */
public final class Accounts implements AutoCloseable {

    private final Roots roots;
    private final ClientFactory factory;
    private final RootSettings.Environment environment;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Accounts of a mount.
     *
     * @param roots how they are reached
     * @param factory makes clients
     * @param environment looks variables of the environment up
     */
    public Accounts(Roots roots, ClientFactory factory, RootSettings.Environment environment) {
        this.roots = roots;
        this.factory = factory;
        this.environment = environment;
    }

    /** Clients that were made for some settings; whose they are is asked for at their first use. */
    private static final class Open {

        private final RootTarget target;
        private final Account account;
        private volatile boolean checked;

        Open(RootTarget target, Account account) {
            this.target = target;
            this.account = account;
        }
    }

    /**
     * Works on a target.
     *
     * @param targetId the target, current or past
     * @param work what to do
     * @param <T> its result
     * @return its result
     * @throws TargetRefusedException when the target is not known any more, or the credential is of another account
     */
    public <T> T use(String targetId, Function<Account, T> work) {
        RootTarget settings = roots.target(targetId)
                .orElseThrow(() -> new TargetRefusedException(
                        "the account was given up when config/root was deleted by force: remove by hand what is left there",
                        false,
                        null));
        Open entered = open.compute(targetId, (id, present) -> entered(settings, present));
        check(targetId, entered);
        return work.apply(entered.account);
    }

    private Open entered(RootTarget settings, @Nullable Open present) {
        if (closed) {
            throw new ClosedException("the AWS engine");
        }
        if (present != null && present.target.equals(settings)) {
            return present;
        }
        // Clients that others still use share what they hold with the new ones: there is nothing to close.
        return new Open(settings, open(settings));
    }

    private Account open(RootTarget target) {
        RootSettings settings = RootSettings.of(target.settings(), environment);
        return new Account(factory.open(settings), settings);
    }

    private void check(String targetId, Open entered) {
        if (entered.checked) {
            return;
        }
        String found = CallerIdentity.of(entered.account.clients()).account();
        String known = entered.target.account();
        if (known.isEmpty()) {
            remember(targetId, entered.target, found);
        } else if (!known.equals(found)) {
            throw new TargetRefusedException(
                    "config/root: the credential is of account " + found + ", and this is to be done in account "
                            + known + ": write config/root with verify_connection=true and a credential of " + known,
                    false,
                    null);
        }
        entered.checked = true;
    }

    private void remember(String targetId, RootTarget target, String account) {
        Versioned<TargetEntry> read = roots.fresh();
        boolean same = read.value()
                .settings(targetId, RootTarget.class)
                .filter(target::equals)
                .isPresent();
        if (same) {
            try {
                roots.put(read, read.value().with(targetId, new RootTarget(target.root(), account)));
            } catch (ConflictException changedMeanwhile) {
                // The next use asks again.
                return;
            }
        }
    }

    /**
     * Makes clients that are not kept, to try settings out.
     *
     * @param settings how AWS is reached
     * @return the clients, to be closed by the caller
     */
    public AwsClients candidate(RootSettings settings) {
        return factory.open(settings);
    }

    /**
     * Forgets a target's clients; the next use makes new ones.
     *
     * @param targetId the target
     */
    public void reset(String targetId) {
        open.remove(targetId);
    }

    /**
     * Makes a client of STS for a key that was just made.
     *
     * @param account where
     * @param key the key
     * @return the client, to be closed by the caller
     */
    public StsClient probe(Account account, RootSettings.Key key) {
        return factory.probe(account.settings(), key);
    }

    /**
     * Makes clients with a session, as which another account is worked on.
     *
     * @param account how AWS is reached
     * @param session the session
     * @return the clients, to be closed by the caller
     */
    public AwsClients as(Account account, AwsSessionCredentials session) {
        return factory.open(account.settings(), session);
    }

    @Override
    public void close() {
        closed = true;
        open.values().forEach(each -> each.account.clients().close());
        open.clear();
        factory.close();
    }
}
