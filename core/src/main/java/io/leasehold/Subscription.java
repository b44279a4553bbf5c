package io.leasehold;

/** A registration that can be ended. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Ends it. Calls under way finish; no new one starts. May be called repeatedly. */
    @Override
    void close();
}
