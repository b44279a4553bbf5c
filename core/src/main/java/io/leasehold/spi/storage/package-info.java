/**
 * The storage SPI. {@link io.leasehold.spi.storage.Storage} is where to start: it holds a
 * {@link io.leasehold.spi.storage.LeaseStore} and an {@link io.leasehold.spi.storage.EntryStore}, and owns the one clock
 * of all leases. Implementations extend the contract tests of the testkit.
 */
@NullMarked
package io.leasehold.spi.storage;

import org.jspecify.annotations.NullMarked;
