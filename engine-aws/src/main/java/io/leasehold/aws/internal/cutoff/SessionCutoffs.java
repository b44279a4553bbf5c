package io.leasehold.aws.internal.cutoff;

import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.aws.internal.cutoff.CutoffPolicy.Seen;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.CallerIdentity;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Denies everything to the sessions of a role that were issued before now, whoever has them: AWS cannot end a single one. The time
 * is AWS's own, and it only moves forward: it is stored before the role is changed, and a duty makes sure later that no request
 * that was still on its way, here or in another process, has set it back. Thread-safe.
 */
public final class SessionCutoffs {

    /** The name of the policy on the role. */
    public static final String POLICY = CutoffPolicy.NAME;

    private static final Logger LOG = LoggerFactory.getLogger(SessionCutoffs.class);
    private static final String FOLDER = "session-cutoffs";
    private static final int ATTEMPTS = 5;

    /** For one request; a lot less than it takes until a cut-off is looked at again. */
    private static final Duration REQUEST = Duration.ofSeconds(15);

    /** When no request that began before is on its way any more. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    /** By how much the times of issue of a session may be off. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final EngineContext context;
    private final Roots roots;
    private final Accounts accounts;
    private final TimeSource time;
    private final Map<String, Done> done = new ConcurrentHashMap<>();

    /**
     * Cut-offs of a mount.
     *
     * @param context the mount's
     * @param roots how accounts are reached
     * @param accounts reaches them
     * @param time elapsed time
     */
    public SessionCutoffs(EngineContext context, Roots roots, Accounts accounts, TimeSource time) {
        this.context = context;
        this.roots = roots;
        this.accounts = accounts;
        this.time = time;
    }

    /** What this process did last to a role, and when it began to. */
    private record Done(Instant before, long startedAt) {}

    /**
     * Denies a role's sessions that were issued before now.
     *
     * @param targetId the target that the role is on
     * @param roleArn the role
     * @return before when sessions were issued that are denied now, by AWS's clock
     * @throws TargetRefusedException when the role is of another account, or AWS refuses
     */
    public Instant deny(String targetId, String roleArn) {
        long startedAt = time.nanoTime();
        Instant before = accounts.use(targetId, account -> {
            requireOwn(targetId, roleArn, account);
            String role = name(roleArn);
            Seen seen = CutoffPolicy.look(account.clients().iam(), role, REQUEST);
            // A session carries whole seconds: with the one that has begun, those of this moment are denied too.
            Instant now = seen.awsTime()
                    .orElseGet(context::now)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plusSeconds(1);
            Instant latest = seen.before().filter(now::isBefore).orElse(now);
            Instant stored = store(targetId, roleArn, latest);
            CutoffPolicy.put(account.clients().iam(), role, stored, REQUEST);
            return stored;
        });
        LOG.info("Sessions of {} issued before {} are denied", roleArn, before);
        done.put(path(targetId, roleArn), new Done(before, startedAt));
        return before;
    }

    /**
     * Denies a role's sessions that were issued before now, unless this process has done so since some session was issued: many
     * leases that are revoked together need it once.
     *
     * @param targetId the target that the role is on
     * @param roleArn the role
     * @param age how long ago the session was issued
     * @return before when sessions were issued that are denied now
     */
    public Instant deny(String targetId, String roleArn, Duration age) {
        Done last = done.get(path(targetId, roleArn));
        if (last != null
                && Duration.ofNanos(time.nanoTime() - last.startedAt())
                                .plus(MARGIN)
                                .compareTo(age)
                        < 0) {
            return last.before();
        }
        return deny(targetId, roleArn);
    }

    private Instant store(String targetId, String roleArn, Instant wanted) {
        String path = path(targetId, roleArn);
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<Cutoff>> read = context.storage().getFresh(path, Cutoff.class);
            long before = Math.max(
                    wanted.getEpochSecond(),
                    read.map(stored -> stored.value().before()).orElse(Long.MIN_VALUE));
            try {
                context.storage()
                        .put(
                                path,
                                new Cutoff(
                                        targetId, roleArn, before, context.now().toEpochMilli()),
                                read.map(Versioned::version).orElse(0L));
                return Instant.ofEpochSecond(before);
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /**
     * Whether a cut-off waits for a look.
     *
     * @return whether there is one
     */
    public boolean isWaiting() {
        return !context.storage().list(FOLDER).isEmpty();
    }

    /** Looks whether roles carry what was stored, mends what does not, and forgets what stands; run again and again as a duty. */
    public void confirm() {
        for (String name : context.storage().list(FOLDER)) {
            context.storage()
                    .getFresh(FOLDER + "/" + name, Cutoff.class)
                    .filter(stored -> stored.value().changedAt()
                            < context.now().minus(SETTLED).toEpochMilli())
                    .ifPresent(this::confirm);
        }
    }

    private void confirm(Versioned<Cutoff> stored) {
        Cutoff cutoff = stored.value();
        Instant before = Instant.ofEpochSecond(cutoff.before());
        try {
            boolean stands = roots.target(cutoff.target()).isEmpty()
                    || accounts.use(cutoff.target(), account -> stands(account, cutoff, before));
            if (stands) {
                context.storage().delete(stored.path(), stored.version());
            } else {
                store(cutoff.target(), cutoff.roleArn(), before);
            }
        } catch (ConflictException changedMeanwhile) {
            LOG.debug("The cut-off of {} was moved on meanwhile", cutoff.roleArn());
        } catch (LeaseholdException failure) {
            LOG.warn(
                    "Whether sessions of {} issued before {} are denied could not be seen; looking again: {}",
                    cutoff.roleArn(),
                    before,
                    failure.getMessage());
        }
    }

    /** Whether it does already; if not, it does now, and is looked at once more. */
    private static boolean stands(Account account, Cutoff cutoff, Instant before) {
        String role = name(cutoff.roleArn());
        Seen seen = CutoffPolicy.look(account.clients().iam(), role, REQUEST);
        if (seen.before().filter(found -> !found.isBefore(before)).isPresent()) {
            return true;
        }
        CutoffPolicy.put(account.clients().iam(), role, before, REQUEST);
        return false;
    }

    /** A role is changed by its name alone, which another account may have as well. */
    private void requireOwn(String targetId, String roleArn, Account account) {
        String own = roots.target(targetId)
                .map(RootTarget::account)
                .filter(known -> !known.isEmpty())
                .orElseGet(() -> CallerIdentity.of(account.clients()).account());
        String owner = Arn.parse(roleArn).map(Arn::account).orElse("");
        if (!owner.equals(own)) {
            throw new TargetRefusedException(
                    "PutRolePolicy: " + roleArn + " is a role of another account than the root credential's, " + own
                            + ": its sessions can only be denied there",
                    false,
                    null);
        }
    }

    private static String name(String roleArn) {
        return Arn.parse(roleArn).map(Arn::name).orElse(roleArn);
    }

    private static String path(String targetId, String roleArn) {
        return FOLDER + "/" + targetId + "-" + name(roleArn);
    }
}
