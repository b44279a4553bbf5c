package io.leasehold.aws.internal.user;

import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Waits until a new key works everywhere: for some seconds a part of AWS does not know it yet ("Changes that I make are not always
 * immediately visible", IAM User Guide). {@code GetCallerIdentity} needs no permission. Several answers in a row count, since they
 * come from different places. Thread-safe.
 */
public final class KeyWait {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final double JITTER = 0.5;

    private final TimeSource time;
    private final RandomGenerator random;

    /**
     * Waits.
     *
     * @param time passes between tries
     * @param random for jitter
     */
    public KeyWait(TimeSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /**
     * Returns when the key works.
     *
     * @param probe a client with the key
     * @param wanted how many answers in a row are believed, 1 or more
     * @param left how long it may still take
     * @return the last answer: whose the key is
     * @throws TargetUnavailableException when it did not work in time
     */
    public GetCallerIdentityResponse await(StsClient probe, int wanted, Supplier<Duration> left) {
        Steps steps = new Steps(left, time);
        int answers = 0;
        while (true) {
            try {
                GetCallerIdentityResponse answer =
                        probe.getCallerIdentity(request -> request.overrideConfiguration(steps.limit()));
                answers++;
                if (answers == wanted) {
                    return answer;
                }
            } catch (SdkException notYet) {
                answers = 0;
            }
            Duration pause = pause();
            if (pause.compareTo(left.get()) >= 0) {
                throw new TargetUnavailableException(
                        "GetCallerIdentity: the new key did not work in time: AWS is slow to make it known; try again",
                        true,
                        true,
                        null);
            }
            steps.pause("GetCallerIdentity", pause);
        }
    }

    private Duration pause() {
        return PAUSE.plusMillis((long) (PAUSE.toMillis() * JITTER * random.nextDouble()));
    }
}
