package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionTargets;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.engine.CredentialRoutes.NewLogin;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.internal.root.ManagedTargets;
import io.leasehold.database.internal.root.RootRotations;
import io.leasehold.database.internal.rotation.Changeover;
import io.leasehold.database.internal.staticrole.StaticCredentialRoutes;
import io.leasehold.database.internal.staticrole.StaticRoleChecks;
import io.leasehold.database.internal.staticrole.StaticRoleRoutes;
import io.leasehold.database.internal.staticrole.StaticRoleWrites;
import io.leasehold.database.internal.staticrole.StaticRoles;
import io.leasehold.database.internal.staticrole.StaticRotations;
import io.leasehold.database.internal.staticrole.StaticTargets;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.NewAccount;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.rotation.RotationDuty;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The database engine at one mount. What it answers is in the route classes; what it does to targets is its products'
 * affair. Thread-safe.
 */
final class DatabaseEngine implements LeasedEngine, Measured {

    private static final Duration REMOVAL_INTERVAL = Duration.ofMinutes(1);

    /** For a target that could not take its exclusion: how long after its deadline a creation may still arrive. */
    private static final Duration SETTLE_TIME = Duration.ofMinutes(1);

    private final EngineContext context;
    private final Connections connections;
    private final Roles roles;
    private final OpenTargets open;
    private final AdminLogins logins;
    private final RotationDuty rotations;
    private final ConnectionProbes probes;
    private final List<Route> routes;

    DatabaseEngine(EngineContext context, Plugins plugins) {
        this.context = context;
        this.connections = new Connections(context.storage(), plugins);
        this.roles = new Roles(context.storage());
        this.open = new OpenTargets(plugins, context.targets(), "leasehold " + context.brokerName());
        ConnectionTargets targets = new ConnectionTargets(context, connections, plugins, open);
        NewPasswords passwords = new NewPasswords(context);
        StaticRoles staticRoles = new StaticRoles(context.storage());
        ManagedTargets managed = new ManagedTargets(connections, open, context.targets());
        Changeover changeover = new Changeover(context::now, TimeSource.system(), context.random());
        RootRotations roots = new RootRotations(context, connections, plugins, managed, changeover, passwords);
        this.logins = new AdminLogins(connections, open, roots, TimeSource.system());
        this.probes = new ConnectionProbes(context, connections, logins);
        StaticRotations staticRotations = new StaticRotations(
                context, staticRoles, new StaticTargets(staticRoles, managed, logins, open), changeover, passwords);
        this.rotations = new RotationDuty(
                List.of(staticRotations, roots), context::now, TimeSource.system(), context.mountPath());
        StaticRoleChecks checks =
                new StaticRoleChecks(connections, name -> roles.fresh(name).version() > 0, passwords);
        StaticRoleWrites writes = new StaticRoleWrites(context, staticRoles, checks, staticRotations, rotations);
        this.routes = Stream.of(
                        new ConnectionRoutes(
                                        connections, plugins, open, targets, staticRoles, roots, rotations, passwords)
                                .routes(),
                        new RoleRoutes(roles, staticRoles, connections, passwords, context::now).routes(),
                        new CredentialRoutes(
                                        context, connections, roles, new NewCredentials(passwords, context.random()))
                                .routes(),
                        new StaticRoleRoutes(staticRoles, checks, writes, staticRotations).routes(),
                        new StaticCredentialRoutes(context, staticRoles, connections).routes(),
                        new CapacityRoutes(connections, logins, context.targets()).routes(),
                        new ReconcileRoutes(connections, new Reconciliations(context, staticRoles, logins)).routes())
                .flatMap(List::stream)
                .toList();
        context.duty("remove-unused-targets", REMOVAL_INTERVAL, targets::removeUnused);
        context.duty("rotate-passwords", RotationDuty.INTERVAL, rotations::isNeeded, rotations::run);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public List<Probe> probes() {
        return probes.probes();
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        NewLogin login = (NewLogin) plan.material();
        DrawnCredential.Finished credential = login.credential().finish(creation);
        NewAccount account = new NewAccount(
                login.username(),
                credential.account(),
                mark(creation.leaseId()).text(),
                login.statements().creation(),
                login.statements().rollback());
        List<String> warnings =
                onTarget(plan.revocation().as(AccountData.class), target -> target.create(account, creation));
        return new Created(credential.answer(), null, warnings);
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        AccountData account = data.as(AccountData.class);
        return account.terms(roles.find(account.role())
                .orElseThrow(() -> new NotFoundException("could not find role with name \"" + account.role() + "\""))
                .value());
    }

    @Override
    public void renew(RevocationData data, Renewal renewal) {
        AccountData account = data.as(AccountData.class);
        onTarget(account, target -> {
            target.renew(account.account(mark(renewal.leaseId())), renewal);
            return true;
        });
    }

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        AccountData account = data.as(AccountData.class);
        return onTarget(account, target -> target.revoke(account.account(mark(revocation.leaseId())), revocation));
    }

    @Override
    public Duration settleTime() {
        return SETTLE_TIME;
    }

    @Override
    public void close() {
        rotations.close();
        open.close();
    }

    private <T> T onTarget(AccountData account, Function<DatabaseTarget, T> work) {
        DatabaseConnection settings = connections
                .settings(account.connection(), account.target())
                .orElseThrow(() -> new TargetRefusedException(
                        "the target of user \"" + account.username() + "\" was given up when connection \""
                                + account.connection() + "\" was deleted by force: remove the user by hand",
                        false,
                        null));
        return logins.use(account.connection(), account.target(), settings, work);
    }

    private LeaseMark mark(String leaseId) {
        return new LeaseMark(context.storeId(), leaseId);
    }
}
