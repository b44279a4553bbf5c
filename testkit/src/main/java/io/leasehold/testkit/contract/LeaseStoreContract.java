package io.leasehold.testkit.contract;

/**
 * What every {@link io.leasehold.spi.storage.LeaseStore} must do. The tests are in the interfaces, one for each subject;
 * their names are the contract.
 */
public abstract class LeaseStoreContract extends StoreFixture
        implements LeaseInsertContract, LeaseLimitContract, LeaseWriteContract, LeaseClaimContract, LeaseQueryContract {

    /** For subclasses. */
    protected LeaseStoreContract() {}
}
