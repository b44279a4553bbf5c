package io.leasehold.database.internal.datasource;

import java.util.OptionalInt;

/** The link to a pool that becomes known later than the data source, as the pool is built on it. Thread-safe. */
final class SwitchablePoolLink implements PoolLink {

    private volatile PoolLink link = PoolLink.NONE;

    void switchTo(PoolLink known) {
        link = known;
    }

    @Override
    public OptionalInt size() {
        return link.size();
    }

    @Override
    public boolean evictsByBorrowing() {
        return link.evictsByBorrowing();
    }

    @Override
    public void borrowAndEvictOne() {
        link.borrowAndEvictOne();
    }

    @Override
    public void evictAll() {
        link.evictAll();
    }
}
