/**
 * Contract tests that every store must pass. A store extends {@link io.leasehold.testkit.contract.StorageContract},
 * {@link io.leasehold.testkit.contract.LeaseStoreContract} and {@link io.leasehold.testkit.contract.EntryStoreContract},
 * and supplies the few methods of {@link io.leasehold.testkit.contract.StoreFixture}.
 */
@NullMarked
package io.leasehold.testkit.contract;

import org.jspecify.annotations.NullMarked;
