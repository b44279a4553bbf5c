package io.leasehold.spi.engine;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.lease.Reconciliation;
import io.leasehold.lease.Reconciliation.LostAccount;
import io.leasehold.lease.Reconciliation.Repair;
import io.leasehold.lease.Reconciliation.UnknownAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a comparison of accounts and leases found, on one target or several, and what was done about it: for the answer of an
 * engine's {@code reconcile}. A repair that fails is queued and told; it does not keep others from being tried. For one thread.
 */
public final class Findings {

    private final boolean repair;
    private final List<UnknownAccount> unknown = new ArrayList<>();
    private final List<LostAccount> lost = new ArrayList<>();
    private final Map<String, Long> otherStores = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long accounts;
    private long leases;

    /**
     * Nothing is found yet.
     *
     * @param repair whether what is found is mended, or told only
     */
    public Findings(boolean repair) {
        this.repair = repair;
    }

    /**
     * Adds what was counted on a target.
     *
     * @param found the comparison
     * @param accountsOfOtherStores how many accounts there are of brokers with other stores, by the store's id
     */
    public void add(AccountComparison found, Map<String, Long> accountsOfOtherStores) {
        accounts += found.accounts();
        leases += found.leases();
        accountsOfOtherStores.forEach((store, count) -> otherStores.merge(store, count, Long::sum));
    }

    /**
     * Adds an account that no lease knows.
     *
     * @param account the account
     * @param target the target that it is on
     * @param leaseId the lease that it says it was made for; null where it does not say
     * @param removal removes it; false when a lease has it meanwhile, so that there is nothing to tell
     */
    public void unknown(String account, String target, @Nullable String leaseId, BooleanSupplier removal) {
        Outcome outcome = outcome(removal);
        if (outcome.stands()) {
            unknown.add(new UnknownAccount(account, target, leaseId, outcome.repair(), outcome.error()));
        }
    }

    /**
     * Adds a lease whose account is gone.
     *
     * @param lease the lease
     * @param target the target that it is for
     * @param ending ends it
     */
    public void lost(AccountComparison.LeaseWithout lease, String target, Runnable ending) {
        Outcome outcome = outcome(() -> {
            ending.run();
            return true;
        });
        lost.add(new LostAccount(lease.leaseId(), lease.account(), target, outcome.repair(), outcome.error()));
    }

    /**
     * Adds what could not be found out.
     *
     * @param warning what, for an operator
     */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /**
     * All that was found.
     *
     * @return the answer
     */
    public Reconciliation result() {
        return new Reconciliation(
                accounts,
                leases,
                unknown,
                lost,
                otherStores.entrySet().stream()
                        .map(store -> new Reconciliation.OtherStore(store.getKey(), store.getValue()))
                        .toList());
    }

    /**
     * What could not be found out.
     *
     * @return sentences for an operator
     */
    public List<String> warnings() {
        return warnings;
    }

    /** What became of a repair, and whether the finding still stands. */
    private record Outcome(Repair repair, @Nullable String error, boolean stands) {}

    private Outcome outcome(BooleanSupplier mending) {
        if (!repair) {
            return new Outcome(Repair.NONE, null, true);
        }
        try {
            return new Outcome(Repair.DONE, null, mending.getAsBoolean());
        } catch (NotFoundException mountIsGoing) {
            throw mountIsGoing;
        } catch (LeaseholdException failure) {
            return new Outcome(Repair.QUEUED, failure.getMessage(), true);
        }
    }
}
