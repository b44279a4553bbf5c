package io.leasehold.aws.standin;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point at which a request waits until a test lets it go on. Thread-safe. */
public final class Hold {

    private static final long LIMIT_SECONDS = 30;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Hold() {}

    /** Returns when a request waits here. */
    public void awaitArrival() throws InterruptedException {
        if (!arrived.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no request has come within " + LIMIT_SECONDS + " s");
        }
    }

    /** Lets it go on. */
    public void release() {
        released.countDown();
    }

    void pass() {
        arrived.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            // The stand-in is closing.
            Thread.currentThread().interrupt();
        }
    }
}
