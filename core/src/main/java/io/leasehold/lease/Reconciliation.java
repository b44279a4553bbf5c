package io.leasehold.lease;

import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the accounts on targets agree with the leases: what an engine's {@code reconcile} answers. Immutable.
 *
 * @param accounts accounts that are on the servers, whosever they are
 * @param leases active leases that were compared
 * @param accountsWithoutLease this broker's accounts that no lease knows
 * @param leasesWithoutAccount active leases whose accounts are not on the server
 * @param otherStores accounts that brokers with other stores made; they were left alone
 */
public record Reconciliation(
        @Field("Accounts that are on the servers, whosever they are.")
        long accounts,

        @Field("Active leases that were compared.") long leases,

        @Field("This broker's accounts that no lease knows.")
        List<UnknownAccount> accountsWithoutLease,

        @Field("Active leases whose accounts are not on the server.")
        List<LostAccount> leasesWithoutAccount,

        @Field("Accounts that brokers with other stores made; they were left alone.")
        List<OtherStore> otherStores) {

    /** What was done about a finding. */
    public enum Repair {
        /** Nothing: a report was asked for. */
        NONE,
        /** It is mended. */
        DONE,
        /** It could not be mended now and stays queued as a lease that is to be revoked. */
        QUEUED
    }

    /** Takes copies. */
    public Reconciliation {
        accountsWithoutLease = orEmpty(accountsWithoutLease);
        leasesWithoutAccount = orEmpty(leasesWithoutAccount);
        otherStores = orEmpty(otherStores);
    }

    /**
     * An account that no lease knows.
     *
     * @param account its name
     * @param target the id of the target that it is on
     * @param leaseId the lease that it says it was made for; null where the product keeps no such mark
     * @param repair what was done: removed, when it is done
     * @param error why it is not done; null when it is, or was not tried
     */
    public record UnknownAccount(
            @Field("Its name.") String account,
            @Field("The id of the target that it is on.") String target,

            @Field("The lease that it says it was made for.") @Nullable
            String leaseId,

            @Field("What was done.") Repair repair,

            @Field("Why it is not done.") @Nullable String error) {}

    /**
     * A lease whose account is not there.
     *
     * @param leaseId the lease
     * @param account the account that it is for; empty when the lease cannot be read
     * @param target the id of the target that it should be on
     * @param repair what was done: the lease ended, when it is done
     * @param error why it is not done; null when it is, or was not tried
     */
    public record LostAccount(
            @Field("The lease.") String leaseId,
            @Field("The account that it is for.") String account,

            @Field("The id of the target that it should be on.")
            String target,

            @Field("What was done.") Repair repair,

            @Field("Why it is not done.") @Nullable String error) {}

    /**
     * Accounts of another store's brokers.
     *
     * @param store the store's id
     * @param accounts how many there are
     */
    public record OtherStore(
            @Field("The store's id.") String store,
            @Field("How many there are.") long accounts) {}

    /**
     * Whether accounts and leases agree.
     *
     * @return true when nothing was found, or all of it is mended
     */
    public boolean agrees() {
        return accountsWithoutLease.stream().allMatch(found -> found.repair() == Repair.DONE)
                && leasesWithoutAccount.stream().allMatch(found -> found.repair() == Repair.DONE);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> found) {
        return found == null ? List.of() : List.copyOf(found);
    }
}
