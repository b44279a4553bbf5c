package io.leasehold.internal.lease;

import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.sealing.IndexKey;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.text.RandomText;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.AccountComparison;
import io.leasehold.spi.engine.AccountSource;
import io.leasehold.spi.engine.FoundAccount;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Compares accounts with leases by the tags that rows carry in the clear, so that no row has to be opened. The order of the
 * looks makes what is under way invisible:
 *
 * <ol>
 *   <li>active leases, accounts, leases again: a row is stored before its account is made and deleted after it is gone, so an
 *       account that is found and has no row then has none at all, or was removed meanwhile;
 *   <li>accounts once more, where some had no row: what was removed meanwhile is not found again.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class AccountReconciler {

    private static final int PAGE = 1_000;

    private final LeaseDesk desk;
    private final KeyRing keys;
    private final Revoker revoker;

    AccountReconciler(LeaseDesk desk, KeyRing keys, Revoker revoker) {
        this.desk = desk;
        this.keys = keys;
        this.revoker = revoker;
    }

    /**
     * Compares.
     *
     * @param targetId the target
     * @param related further targets, whose leases are known too
     * @param source lists the accounts of the target
     * @return what does not agree
     */
    public AccountComparison compare(String targetId, Set<String> related, AccountSource source) {
        IndexKey index = keys.indexKey();
        Map<String, String> activeBefore = active(targetId);
        Set<String> found = new HashSet<>();
        Map<String, FoundAccount> own = new LinkedHashMap<>();
        source.list(account -> {
            found.add(index.accountTag(targetId, account.name()));
            if (account.own()) {
                own.put(account.name(), account);
            }
        });
        Map<String, String> activeAfter = active(targetId);
        Set<String> targets = new LinkedHashSet<>(related);
        targets.add(targetId);
        targets.forEach(target -> forgetKnown(own, target, index));
        lookAt(own, source);
        own.values().removeIf(this::isOfItsLease);
        if (!own.isEmpty()) {
            Set<String> stillThere = new HashSet<>();
            source.list(account -> stillThere.add(account.name()));
            own.keySet().retainAll(stillThere);
        }
        activeBefore.keySet().removeAll(found);
        activeBefore.entrySet().retainAll(activeAfter.entrySet());
        return new AccountComparison(
                found.size(),
                activeAfter.size(),
                List.copyOf(own.values()),
                activeBefore.values().stream().map(this::without).toList());
    }

    /**
     * Removes an account that no lease knows.
     *
     * @param orphan the account, and what is stored of it
     * @return false when a lease has it
     */
    public boolean remove(Orphan orphan) {
        String id = orphan.path() + "/" + RandomText.base62(desk.random(), Issuer.ID_LENGTH);
        String tag = keys.indexKey().accountTag(orphan.targetId(), orphan.account());
        Intent.Outcome outcome;
        do {
            outcome = desk.insert(
                    new Intent(List.of(orphan.mountGuard().get()), List.of(), now -> adopted(orphan, id, tag, now)));
            // Another mount was changed: the next guard is the table as it is then, or refuses.
        } while (outcome instanceof Intent.Outcome.GuardFailed);
        if (outcome instanceof Intent.Outcome.Stored) {
            revoker.revoke(id, LeaseholdEvent.Cause.RECONCILED);
            return true;
        }
        return false;
    }

    private LeaseRow adopted(Orphan orphan, String id, String tag, Instant now) {
        return Transitions.adopted(
                id,
                orphan.mountId(),
                orphan.targetId(),
                tag,
                now,
                now.plus(desk.claimTime()),
                desk.seal().sealAtOnce(orphan.mountId(), id, body(orphan, now)));
    }

    /**
     * An account that is to be removed.
     *
     * @param mountId the mount that it belongs to
     * @param mountGuard reads the mount anew; throws when it is gone
     * @param path what the id of its lease begins with
     * @param targetId the target
     * @param account the account
     * @param revocation how the engine removes it
     */
    public record Orphan(
            String mountId,
            Supplier<Intent.Guard> mountGuard,
            String path,
            String targetId,
            String account,
            RevocationData revocation) {}

    /**
     * Ends a lease.
     *
     * @param leaseId the lease
     */
    public void end(String leaseId) {
        revoker.revoke(leaseId, LeaseholdEvent.Cause.RECONCILED);
    }

    private static void lookAt(Map<String, FoundAccount> own, AccountSource source) {
        for (FoundAccount listed : List.copyOf(own.values())) {
            source.look(listed)
                    .filter(FoundAccount::own)
                    .ifPresentOrElse(seen -> own.put(listed.name(), seen), () -> own.remove(listed.name()));
        }
    }

    private Map<String, String> active(String targetId) {
        Map<String, String> ids = new HashMap<>();
        rows(targetId, row -> {
            if (row.state() == LeaseState.ACTIVE) {
                ids.put(row.accountTag(), row.id());
            }
        });
        return ids;
    }

    private void forgetKnown(Map<String, FoundAccount> own, String targetId, IndexKey index) {
        if (own.isEmpty()) {
            return;
        }
        Map<String, String> names = new HashMap<>();
        own.keySet().forEach(name -> names.put(index.accountTag(targetId, name), name));
        rows(targetId, row -> {
            String name = names.get(row.accountTag());
            if (name != null) {
                own.remove(name);
            }
        });
    }

    /** Whether the lease that an account names is there, wherever its target is, and is for that account. */
    private boolean isOfItsLease(FoundAccount account) {
        return account.leaseId() != null
                && desk.store()
                        .find(account.leaseId())
                        .map(found -> {
                            String name = account(found.row());
                            return name.isEmpty() || name.equals(account.name());
                        })
                        .orElse(false);
    }

    private AccountComparison.LeaseWithout without(String leaseId) {
        return new AccountComparison.LeaseWithout(
                leaseId,
                desk.store().find(leaseId).map(found -> account(found.row())).orElse(""));
    }

    /** The account of a lease; empty when its sealed part cannot be read. */
    private String account(LeaseRow row) {
        try {
            return desk.seal().open(row).account();
        } catch (StorageException unreadable) {
            return "";
        }
    }

    private void rows(String targetId, Consumer<LeaseRow> each) {
        LeaseQuery query = LeaseQuery.all().withTarget(targetId).limitedTo(PAGE);
        while (true) {
            LeaseStore.Page page = desk.store().query(query);
            page.rows().forEach(each);
            if (page.next() == null) {
                return;
            }
            query = query.after(page.next());
        }
    }

    private static LeaseBody body(Orphan orphan, Instant now) {
        long time = now.toEpochMilli();
        return new LeaseBody(
                orphan.path(),
                "",
                orphan.targetId(),
                orphan.account(),
                time,
                time,
                time,
                null,
                false,
                orphan.revocation().values(),
                null,
                null);
    }
}
