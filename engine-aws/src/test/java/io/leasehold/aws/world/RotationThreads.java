package io.leasehold.aws.world;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Rotations run on threads of their own, beside the scheduler that tests drive. */
final class RotationThreads {

    private RotationThreads() {}

    /** Waits until none of them has anything to do. */
    static void settle() {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().contains("-rotation-"))
                        .allMatch(thread -> isIdle(thread.getValue())));
    }

    private static boolean isIdle(StackTraceElement[] frames) {
        return List.of(frames).stream().anyMatch(frame -> frame.getMethodName().equals("getTask"));
    }
}
