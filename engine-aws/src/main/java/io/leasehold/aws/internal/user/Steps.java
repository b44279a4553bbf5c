package io.leasehold.aws.internal.user;

import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Requests to IAM that belong together and share a limit. IAM is eventually consistent ("Changes that I make are not always
 * immediately visible", IAM User Guide): what was just made may not be there yet for the next request, and what is being changed
 * may refuse a second change for a moment. For one thread.
 */
public final class Steps {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Supplier<Duration> left;
    private final TimeSource time;
    private boolean changed;

    /**
     * Steps.
     *
     * @param left how much time is left for all of them
     * @param time passes between tries
     */
    public Steps(Supplier<Duration> left, TimeSource time) {
        this.left = left;
        this.time = time;
    }

    /** Says that there is an effect from now on, whatever becomes of the steps to come. */
    void haveAnEffect() {
        changed = true;
    }

    /**
     * Ends a request at the limit of them all.
     *
     * @return what sets that
     */
    public Consumer<AwsRequestOverrideConfiguration.Builder> limit() {
        return overrides -> overrides.apiCallTimeout(left.get());
    }

    /** A request that changes a user, who may not be there yet for it. */
    void change(String action, String user, Runnable request) {
        again(action, failure -> isAbsent(failure, user) || isBusy(failure), () -> {
            request.run();
            return true;
        });
    }

    /**
     * A request that removes something, for which nothing there is as good.
     *
     * @param action the action of the API
     * @param request sends it
     */
    public void remove(String action, Runnable request) {
        again(action, Steps::isBusy, () -> {
            try {
                request.run();
            } catch (SdkException failure) {
                if (!AwsErrors.isAbsent(failure)) {
                    throw failure;
                }
            }
            return true;
        });
    }

    /** Does it again while that may help and there is time. */
    <T> T again(String action, Function<SdkException, Boolean> hopeful, Supplier<T> request) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return request.get();
            } catch (SdkException failure) {
                if (!hopeful.apply(failure) || pause.compareTo(left.get()) >= 0) {
                    throw changed ? AwsErrors.afterAnEffect(action, failure) : AwsErrors.of(action, true, failure);
                }
            }
            pause(action, pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    void pause(String action, Duration length) {
        try {
            time.sleep(length);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException(action + ": interrupted", true, true, null);
        }
    }

    Duration left() {
        return left.get();
    }

    /** Whether it is the user who is not there, and not what the user is to get. */
    static boolean isAbsent(SdkException failure, String user) {
        return AwsErrors.isAbsent(failure)
                && String.valueOf(failure.getMessage()).contains(user);
    }

    private static boolean isBusy(SdkException failure) {
        return AwsErrors.wantsItAgain(failure);
    }
}
