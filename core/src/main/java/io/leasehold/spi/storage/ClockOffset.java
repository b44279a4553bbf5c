package io.leasehold.spi.storage;

/**
 * What is added to a store's clock. Only tests set it, through the testkit's settable clock; everything else uses
 * {@link #NONE}. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ClockOffset {

    /** No offset: the store's clock as it is. */
    ClockOffset NONE = () -> 0;

    /**
     * The offset now.
     *
     * @return milliseconds to add, may be negative
     */
    long millis();
}
