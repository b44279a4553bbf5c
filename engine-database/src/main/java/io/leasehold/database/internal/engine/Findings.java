package io.leasehold.database.internal.engine;

import io.leasehold.database.Reconciliation;
import io.leasehold.database.Reconciliation.LostAccount;
import io.leasehold.database.Reconciliation.Repair;
import io.leasehold.database.Reconciliation.UnknownAccount;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.AccountComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Gathers what was found on the targets of one connection, and what was done about it. For one thread. */
final class Findings {

    private final boolean repair;
    private final List<UnknownAccount> unknown = new ArrayList<>();
    private final List<LostAccount> lost = new ArrayList<>();
    private final Map<String, Long> otherStores = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long accounts;
    private long leases;

    Findings(boolean repair) {
        this.repair = repair;
    }

    void add(AccountComparison found, Map<String, Long> accountsOfOtherStores) {
        accounts += found.accounts();
        leases += found.leases();
        accountsOfOtherStores.forEach((store, count) -> otherStores.merge(store, count, Long::sum));
    }

    /**
     * Adds an account that no lease knows.
     *
     * @param removal removes it; false when a lease has it meanwhile, so that there is nothing to tell
     */
    void unknown(String account, String target, @Nullable String leaseId, BooleanSupplier removal) {
        Outcome outcome = outcome(removal);
        if (outcome.stands()) {
            unknown.add(new UnknownAccount(account, target, leaseId, outcome.repair(), outcome.error()));
        }
    }

    /** Adds a lease whose account is gone. */
    void lost(AccountComparison.LeaseWithout lease, String target, Runnable ending) {
        Outcome outcome = outcome(() -> {
            ending.run();
            return true;
        });
        lost.add(new LostAccount(lease.leaseId(), lease.account(), target, outcome.repair(), outcome.error()));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    Reconciliation result() {
        return new Reconciliation(
                accounts,
                leases,
                unknown,
                lost,
                otherStores.entrySet().stream()
                        .map(store -> new Reconciliation.OtherStore(store.getKey(), store.getValue()))
                        .toList());
    }

    List<String> warnings() {
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
