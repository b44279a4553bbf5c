package io.leasehold.testkit.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What a proxy does to the bytes that reach it. */
sealed interface Fault {

    Fault PASS = new Pass();

    Fault STALL = new Stall();

    record Pass() implements Fault {}

    record Stall() implements Fault {}

    record Delay(Duration duration) implements Fault {}

    /** So many bytes still pass in a direction, over all connections. */
    final class Budget implements Fault {

        private final FaultyProxy.Direction direction;
        private final AtomicLong left;

        Budget(FaultyProxy.Direction direction, long bytes) {
            this.direction = direction;
            this.left = new AtomicLong(bytes);
        }

        /** Takes bytes out of the budget and returns how many of those wanted it had. */
        int take(FaultyProxy.Direction going, int wanted) {
            if (going != direction) {
                return wanted;
            }
            long before = left.getAndUpdate(had -> Math.max(0, had - wanted));
            return (int) Math.min(before, wanted);
        }
    }
}
