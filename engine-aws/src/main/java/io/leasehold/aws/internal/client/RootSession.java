package io.leasehold.aws.internal.client;

import io.leasehold.error.TargetException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The session that is the root credential: asked for when it is first needed, and again at two thirds of its life by one of the
 * threads that need it, while the others go on with the former one. When AWS gives none, the former one serves until shortly
 * before its end. It has no thread and nothing to close. Thread-safe.
 *
 * <p>The SDK has providers for this as well. They know one endpoint of STS, go by the clock of this machine, and fail with errors
 * that look like those of the request that the session was for.
 */
final class RootSession implements AwsCredentialsProvider {

    private static final Logger LOG = LoggerFactory.getLogger(RootSession.class);

    /** A session is not used in its last minute: it has to last for a request and its repetitions. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Between two attempts to replace a session that still serves. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final String role;
    private final Supplier<Fresh> source;
    private final TimeSource time;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Held held;
    private volatile @Nullable Failed failed;

    /**
     * A session.
     *
     * @param role the role, for the log
     * @param source asks AWS for it; bounded in time, throws {@link TargetException}
     * @param time what its life is measured by
     */
    RootSession(String role, Supplier<Fresh> source, TimeSource time) {
        this.role = role;
        this.source = source;
        this.time = time;
    }

    /**
     * A session that was just given.
     *
     * @param credentials its credentials
     * @param life how long it lasts
     */
    record Fresh(AwsCredentials credentials, Duration life) {

        @Override
        public String toString() {
            return "Fresh[life=" + life + "]";
        }
    }

    private record Held(AwsCredentials credentials, long replaceAt, long endsAt) {

        Held replacedAt(long later) {
            return new Held(credentials, later, endsAt);
        }
    }

    private record Failed(TargetException why, long at) {}

    @Override
    public AwsCredentials resolveCredentials() {
        Held now = held;
        long at = time.nanoTime();
        if (now != null && at - now.replaceAt() < 0) {
            return now.credentials();
        }
        Held serving = now != null && at - now.endsAt() < 0 ? now : null;
        if (serving == null) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return serving.credentials();
        }
        try {
            Held current = held;
            return current != null && !current.equals(now) ? current.credentials() : replaced(serving, at);
        } finally {
            asking.unlock();
        }
    }

    /**
     * Takes notice that AWS does not take a key: the next request asks for a new session, if it was this one's. So it goes when the
     * machine was asleep, which the monotonic clock does not count.
     *
     * @param accessKeyId the key's id
     */
    void refused(String accessKeyId) {
        Held now = held;
        if (now != null && now.credentials().accessKeyId().equals(accessKeyId)) {
            held = null;
        }
    }

    /** How many threads wait for a session; for tests. */
    int waiting() {
        return asking.getQueueLength();
    }

    private AwsCredentials replaced(@Nullable Held former, long waitingSince) {
        Failed last = failed;
        if (last != null && last.at() - waitingSince > 0) {
            // Somebody has asked while this thread waited for its turn.
            throw new NoRootCredentialException(last.why());
        }
        try {
            Fresh fresh = source.get();
            long now = time.nanoTime();
            long life = fresh.life().toNanos();
            held = new Held(fresh.credentials(), now + life / 3 * 2, now + life - MARGIN.toNanos());
            failed = null;
            return fresh.credentials();
        } catch (TargetException failure) {
            failed = new Failed(failure, time.nanoTime());
            if (former == null) {
                throw new NoRootCredentialException(failure);
            }
            held = former.replacedAt(time.nanoTime() + PAUSE.toNanos());
            LOG.warn("The session of {} serves on, because AWS gave no new one: {}", role, failure.getMessage());
            return former.credentials();
        }
    }
}
