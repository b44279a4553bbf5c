package io.leasehold.testkit.server;

import io.leasehold.spi.time.TimeSource;

/** The one place that every piece of data of a proxy passes. Thread-safe. */
final class ProxyGate {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TimeSource clock = TimeSource.system();
    private final Runnable exhausted;
    private Fault fault = Fault.PASS;

    /**
     * Creates an open gate.
     *
     * @param exhausted what to do when a budget of bytes is used up
     */
    ProxyGate(Runnable exhausted) {
        this.exhausted = exhausted;
    }

    synchronized void set(Fault changed) {
        fault = changed;
        notifyAll();
    }

    /**
     * Waits until a piece may pass.
     *
     * @return how many of its bytes may
     */
    int admit(FaultyProxy.Direction direction, int bytes) throws InterruptedException {
        Fault passed = await();
        return passed instanceof Fault.Budget budget ? budget.take(direction, bytes) : bytes;
    }

    /** Ends the connections when a piece was not admitted as a whole; called after its admitted part was sent. */
    void refusedPart() {
        exhausted.run();
    }

    private synchronized Fault await() throws InterruptedException {
        long arrived = clock.nanoTime();
        while (true) {
            if (fault instanceof Fault.Stall) {
                wait();
            } else if (fault instanceof Fault.Delay delay) {
                long left = delay.duration().toNanos() - (clock.nanoTime() - arrived);
                if (left <= 0) {
                    return fault;
                }
                wait(left / NANOS_PER_MILLI + 1);
            } else {
                return fault;
            }
        }
    }
}
