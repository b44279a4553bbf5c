package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.internal.staticrole.StaticRoleDefaults;
import io.leasehold.database.internal.staticrole.StaticRoles;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.AccountComparison;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Findings;
import io.leasehold.spi.engine.FoundAccount;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.name.NameSign;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares accounts with leases, one target of a connection after the other. Thread-safe. */
final class Reconciliations {

    private static final String FOLDER = "reconcile/";

    private final EngineContext context;
    private final StaticRoles staticRoles;
    private final AdminLogins logins;

    Reconciliations(EngineContext context, StaticRoles staticRoles, AdminLogins logins) {
        this.context = context;
        this.staticRoles = staticRoles;
        this.logins = logins;
    }

    /**
     * Compares the accounts of a connection's targets, past ones included.
     *
     * @param store the store whose brokers' accounts count as own, or null for this broker's
     * @param repair whether what does not agree is mended
     * @throws TargetUnavailableException when the current target does not answer; a past one only gives a warning
     */
    Findings reconcile(ConnectionView connection, @Nullable String store, boolean repair) {
        Findings findings = new Findings(repair);
        String owner = Objects.requireNonNullElse(store, context.storeId());
        connection.settings().forEach((target, settings) -> {
            try {
                reconcile(connection, target, settings, owner, findings);
            } catch (TargetUnavailableException down) {
                if (target.equals(connection.entry().value().currentTarget())) {
                    throw down;
                }
                findings.warn(
                        "the former target " + target + " does not answer and was not looked at: " + down.getMessage());
            }
        });
        return findings;
    }

    private void reconcile(
            ConnectionView connection, String target, DatabaseConnection settings, String store, Findings findings) {
        String name = connection.name();
        NameSign sign = new NameSign(store, context.mountPath(), name);
        TargetAccounts accounts = new TargetAccounts(
                sign,
                managed(name, settings),
                work -> context.targets().call(target, () -> logins.use(name, target, settings, work)));
        AccountComparison found =
                context.reconciler().compare(target, connection.settings().keySet(), accounts);
        findings.add(found, accounts.otherStores());
        for (FoundAccount account : found.withoutLease()) {
            RevocationData data = removal(name, target, accounts.own(account.name()));
            findings.unknown(
                    account.name(),
                    target,
                    account.leaseId(),
                    () -> context.reconciler().remove(target, account.name(), FOLDER + name, data));
        }
        for (AccountComparison.LeaseWithout lease : found.leasesWithout()) {
            findings.lost(lease, target, () -> context.reconciler().end(lease.leaseId()));
        }
    }

    /** Removes an account with the mark that it carries, by which some products tell what else belongs to it. */
    private static RevocationData removal(String connection, String target, ListedAccount account) {
        String mark = account.mark().isEmpty() ? null : account.mark();
        return RevocationData.of(new AccountData(
                connection, target, "", account.username(), List.of(), account.revocation(), null, mark));
    }

    /** Accounts that somebody answers for. */
    private Set<String> managed(String connection, DatabaseConnection settings) {
        Set<String> managed = new HashSet<>();
        managed.add(ConnectionDefaults.orEmpty(settings.username()));
        for (String role : staticRoles.namesOn(connection)) {
            staticRoles.find(role).ifPresent(found -> managed.addAll(StaticRoleDefaults.accounts(found.value())));
        }
        return managed;
    }
}
