package io.leasehold.aws.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Rotations run on threads of their own, beside the scheduler that tests drive. */
final class RotationThreads {

    private RotationThreads() {}

    /** One that was just handed work looks idle until it is scheduled: so many looks in a row must find nothing. */
    private static final int LOOKS = 3;

    /** Waits until none of them has anything to do. */
    static void settle() {
        AtomicInteger idle = new AtomicInteger();
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> idle.updateAndGet(looks -> areIdle() ? looks + 1 : 0) >= (exist() ? LOOKS : 1));
    }

    private static boolean areIdle() {
        return all().allMatch(thread -> isIdle(thread.getValue()));
    }

    private static boolean exist() {
        return all().findAny().isPresent();
    }

    private static Stream<Map.Entry<Thread, StackTraceElement[]>> all() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().contains("-rotation-"));
    }

    private static boolean isIdle(StackTraceElement[] frames) {
        return List.of(frames).stream().anyMatch(frame -> frame.getMethodName().equals("getTask"));
    }
}
