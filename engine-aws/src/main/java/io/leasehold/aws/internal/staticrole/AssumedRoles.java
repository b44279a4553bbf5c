package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.AwsRole;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.role.StaticRoleRules.CrossAccount;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.session.NewSession;
import io.leasehold.aws.internal.session.Session;
import io.leasehold.aws.internal.session.Sessions;
import io.leasehold.error.ClosedException;
import io.leasehold.error.TargetException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Accounts that are reached through a role. The session that a role gives is kept until it has too little time left for a rotation,
 * and forgotten when something was refused with it. Thread-safe.
 */
final class AssumedRoles implements AutoCloseable {

    /** The shortest that AWS gives: it is had again when it is needed. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    /** More than a rotation takes. */
    private static final Duration LEAST_LEFT = Duration.ofMinutes(5);

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Accounts accounts;
    private final TimeSource time;
    private final Map<CrossAccount, Open> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    AssumedRoles(Accounts accounts, TimeSource time) {
        this.accounts = accounts;
        this.time = time;
    }

    /**
     * A session.
     *
     * @param root whose credential assumed the role
     * @param account clients with the session
     * @param end until when it is used, by the monotonic clock
     */
    private record Open(Account root, Account account, long end) {}

    /**
     * Works on an account through a role.
     *
     * @param root whose credential assumes the role
     * @param through the role, with the name of the session
     * @param work what to do
     * @param <T> its result
     * @return its result
     */
    <T> T use(Account root, CrossAccount through, Function<Account, T> work) {
        Open present = open.get(through);
        if (present == null || !present.root().equals(root) || present.end() - time.nanoTime() <= 0) {
            present = assume(root, through);
            open.put(through, present);
        }
        if (closed) {
            close();
            throw new ClosedException("the AWS engine");
        }
        try {
            return work.apply(present.account());
        } catch (TargetException failure) {
            // Perhaps the role's sessions were ended. Others that use this one still may: there is nothing to close.
            open.remove(through, present);
            throw failure;
        }
    }

    private Open assume(Account root, CrossAccount through) {
        long start = time.nanoTime();
        NewSession wanted = new NewSession(rules(through), through.sessionName(), through.roleArn(), LIFE, "");
        Session session = Sessions.open(root.clients(), wanted, () -> LIMIT.minusNanos(time.nanoTime() - start));
        AwsSessionCredentials credentials = AwsSessionCredentials.create(
                session.accessKey(),
                session.secretKey().reveal(),
                session.token().reveal());
        long end = start + session.life().minus(LEAST_LEFT).toNanos();
        return new Open(root, new Account(accounts.as(root, credentials), root.settings()), end);
    }

    private static RoleRules rules(CrossAccount through) {
        AwsRole.Builder role = AwsRole.builder().credentialType("assumed_role").roleArns(through.roleArn());
        if (!through.externalId().isEmpty()) {
            role.externalId(through.externalId());
        }
        return RoleRules.of(role.build());
    }

    @Override
    public void close() {
        closed = true;
        open.values().forEach(each -> each.account().clients().close());
        open.clear();
    }
}
