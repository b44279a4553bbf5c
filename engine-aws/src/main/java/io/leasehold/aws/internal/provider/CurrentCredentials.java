package io.leasehold.aws.internal.provider;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Which credentials clients get now. A rotation publishes fresh ones by one volatile write; whoever resolves reads them,
 * compares their end with the monotonic clock, and neither locks nor allocates. Only past that end it is asked whether their
 * lease was renewed meanwhile. Thread-safe.
 */
public final class CurrentCredentials {

    private static final Logger log = LoggerFactory.getLogger(CurrentCredentials.class);

    /** An end that does not come, in nanoseconds: 146 years. */
    private static final long ENDLESS = Long.MAX_VALUE / 2;

    private final RotatingSecret secret;
    private final String path;
    private final Duration skew;
    private final TimeSource time;
    private final RefreshLimit refreshes;
    private final AtomicReference<ServedCredentials> served;
    private final Subscription subscription;

    private final Object lock = new Object(); // for those who publish, not for those who resolve
    private final FormerUsers former; // guarded by lock
    private volatile boolean closed; // written under lock

    /**
     * Starts with the secret's current value.
     *
     * @param secret where credentials come from
     * @param grace how long a replaced user is kept
     * @param skew how long before its end a session is not served any more
     * @param refreshInterval from one refresh that was asked for to the next
     * @param time the monotonic clock
     * @throws InvalidRequestException when the secret is no AWS credential, or ends within the skew
     */
    public CurrentCredentials(
            RotatingSecret secret, Duration grace, Duration skew, Duration refreshInterval, TimeSource time) {
        this.secret = secret;
        this.path = secret.status().path();
        this.skew = skew;
        this.time = time;
        this.refreshes = new RefreshLimit(refreshInterval);
        this.former = new FormerUsers(grace);
        // A rotation in between waits for the lock, and is then told as one to what is served already.
        synchronized (lock) {
            this.subscription = secret.subscribe(this::rotated);
            try {
                this.served = new AtomicReference<>(first(secret.current()));
            } catch (RuntimeException e) {
                closed = true;
                subscription.close();
                throw e;
            }
        }
    }

    private ServedCredentials first(Secret current) {
        ServedCredentials first = serving(current);
        Duration life = current.lease().map(Lease::duration).orElse(skew);
        if (SdkCredentials.areOfSession(current) && life.compareTo(skew) < 0) {
            throw new InvalidRequestException(
                    "expirySkew",
                    "the sessions of " + path + " last " + life.toSeconds() + " s, and are not served in their last "
                            + skew.toSeconds() + " s: they must last longer, or the skew must be shorter");
        }
        return first;
    }

    private ServedCredentials serving(Secret fresh) {
        long now = time.nanoTime();
        AwsCredentials credentials = SdkCredentials.of(fresh, path);
        return ServedCredentials.of(fresh, credentials, now, until(fresh, now));
    }

    /** From when a secret is not served any more, as its lease was last renewed. */
    private long until(Secret one, long now) {
        RotationStatus status = secret.status();
        if (one.lease().isEmpty()) {
            return now + ENDLESS;
        }
        boolean isHeld = status.lease().map(Lease::id).equals(one.lease().map(Lease::id));
        Duration left = isHeld ? status.remaining().orElse(Duration.ZERO) : Duration.ZERO;
        return now
                + left.minus(SdkCredentials.areOfSession(one) ? skew : Duration.ZERO)
                        .toNanos();
    }

    private void rotated(Rotation rotation) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            former.keep(rotation, time.nanoTime());
            ServedCredentials fresh = serving(rotation.current());
            ServedCredentials old = served.getAndSet(fresh);
            log.info(
                    "From now on access key {} of {} is used instead of {}",
                    fresh.credentials().accessKeyId(),
                    path,
                    old.credentials().accessKeyId());
        }
    }

    /**
     * The credentials for a call that begins now.
     *
     * @return the credentials
     * @throws SdkClientException when the last ones have ended and no fresh ones could be had, or this was closed
     */
    public AwsCredentials credentials() {
        return now().credentials();
    }

    /**
     * The same for callers that must not wait.
     *
     * @return done already, perhaps with the exception
     */
    public CompletableFuture<AwsCredentialsIdentity> identity() {
        try {
            return now().identity();
        } catch (SdkClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ServedCredentials now() {
        ServedCredentials current = served.get();
        return current.isServedAt(time.nanoTime()) ? current : late(current);
    }

    /** Past the end that was known: perhaps the lease was renewed, perhaps others are served by now. */
    private ServedCredentials late(ServedCredentials seen) {
        if (closed) {
            throw SdkClientException.create("The rotating AWS credentials of " + path + " are closed");
        }
        long now = time.nanoTime();
        ServedCredentials renewed = seen.until(until(seen.secret(), now));
        if (renewed.isServedAt(now)) {
            // Lost to a rotation, or to another that comes late: what this one found is as good.
            served.compareAndSet(seen, renewed);
            return renewed;
        }
        ServedCredentials latest = served.get();
        if (latest.isServedAt(now)) {
            return latest;
        }
        throw ended();
    }

    private SdkClientException ended() {
        LeaseholdException cause = cause();
        return SdkClientException.builder()
                .message("The AWS credentials of " + path + " have ended and no fresh ones could be had yet: "
                        + cause.getMessage())
                .cause(cause)
                .build();
    }

    private LeaseholdException cause() {
        try {
            Secret current = secret.current();
            return new LeaseExpiredException(
                    current.lease().map(Lease::id).orElse(""),
                    secret.status().lastError().orElse("the session is about to expire"));
        } catch (LeaseholdException e) {
            return e;
        }
    }

    /**
     * Asks for fresh credentials, unless that was done just now. Returns at once; those that are served stay until the fresh
     * ones are there.
     *
     * @return whether they were asked for
     */
    public boolean refresh() {
        if (closed || !refreshes.pass(time.nanoTime())) {
            return false;
        }
        secret.rotate();
        return true;
    }

    /**
     * Says that AWS refused a key.
     *
     * @param accessKeyId its id
     * @return whether fresh credentials were asked for: not for a key that is replaced already, is so young that AWS may not
     *     know it everywhere yet, or comes too soon after another report
     */
    public boolean reportRefused(String accessKeyId) {
        ServedCredentials current = served.get();
        long now = time.nanoTime();
        if (closed
                || !current.credentials().accessKeyId().equals(accessKeyId)
                || refreshes.isYoung(current, now)
                || !refreshes.pass(now)) {
            return false;
        }
        log.warn("AWS refused access key {} of {}; asking for fresh credentials", accessKeyId, path);
        secret.reportRefused(current.secret());
        return true;
    }

    /**
     * The key that is served.
     *
     * @return its id
     */
    public String accessKeyId() {
        return served.get().credentials().accessKeyId();
    }

    /**
     * How long the current credentials are served, if nothing else comes.
     *
     * @return the time, not negative; empty when they have no end
     */
    public Optional<Duration> servedFor() {
        ServedCredentials current = served.get();
        if (current.secret().lease().isEmpty()) {
            return Optional.empty();
        }
        long now = time.nanoTime();
        return Optional.of(Duration.ofNanos(Math.max(0, closed ? 0 : until(current.secret(), now) - now)));
    }

    /**
     * Whether it was closed.
     *
     * @return true from {@link #close} on
     */
    public boolean isClosed() {
        return closed;
    }

    /** Serves nothing any more, and lets replaced users go. May be called repeatedly. */
    public void close() {
        synchronized (lock) {
            closed = true;
            subscription.close();
            former.letGo();
            ServedCredentials last = served.get();
            served.set(last.until(time.nanoTime()));
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
