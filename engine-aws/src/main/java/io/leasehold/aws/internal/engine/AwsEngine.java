package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsKeyCredentials;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.ClientFactory;
import io.leasehold.aws.internal.client.IdentityTokenSource;
import io.leasehold.aws.internal.client.RootRole;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.client.RootSettings.Propagation;
import io.leasehold.aws.internal.cutoff.CutoffRoutes;
import io.leasehold.aws.internal.cutoff.SessionCutoffs;
import io.leasehold.aws.internal.engine.CredentialRoutes.SessionMaterial;
import io.leasehold.aws.internal.engine.CredentialRoutes.UserMaterial;
import io.leasehold.aws.internal.key.KeyChangeover;
import io.leasehold.aws.internal.name.AwsNames;
import io.leasehold.aws.internal.preflight.PreflightRoutes;
import io.leasehold.aws.internal.quota.UserQuotas;
import io.leasehold.aws.internal.reconcile.ReconcileRoutes;
import io.leasehold.aws.internal.reconcile.Reconciliations;
import io.leasehold.aws.internal.role.CredentialType;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.RootRotations;
import io.leasehold.aws.internal.root.RootRoutes;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.aws.internal.session.Session;
import io.leasehold.aws.internal.session.Sessions;
import io.leasehold.aws.internal.staticrole.StaticAccounts;
import io.leasehold.aws.internal.staticrole.StaticCredentialRoutes;
import io.leasehold.aws.internal.staticrole.StaticRoleRemoval;
import io.leasehold.aws.internal.staticrole.StaticRoleRoutes;
import io.leasehold.aws.internal.staticrole.StaticRoleWrites;
import io.leasehold.aws.internal.staticrole.StaticRoles;
import io.leasehold.aws.internal.staticrole.StaticRotations;
import io.leasehold.aws.internal.staticrole.StaticUsers;
import io.leasehold.aws.internal.user.KeyWait;
import io.leasehold.aws.internal.user.NewUser;
import io.leasehold.aws.internal.user.UserCreation;
import io.leasehold.aws.internal.user.UserMark;
import io.leasehold.aws.internal.user.UserRemoval;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS engine at one mount. What it answers is in the route classes; what it does to AWS, in those of users and sessions.
 * Thread-safe.
 */
final class AwsEngine implements LeasedEngine, Measured {

    private static final Duration REMOVAL_INTERVAL = Duration.ofMinutes(1);
    private static final Duration CUTOFF_INTERVAL = Duration.ofMinutes(1);

    /** For how long after its deadline a user may still appear that was asked for before it. */
    private static final Duration SETTLE_TIME = Duration.ofMinutes(5);

    private final EngineContext context;
    private final Accounts accounts;
    private final LeaseLengths lengths;
    private final UserCreation creation;
    private final UserRemoval removal;
    private final KeyWait wait;
    private final UserQuotas quotas;
    private final SessionRevocation sessions;
    private final TimeSource time;
    private final StaticAccounts staticAccounts;
    private final RotationDuty rotations;
    private final AccountProbes probes;
    private final List<Route> routes;

    AwsEngine(
            EngineContext context, RootSettings.Environment environment, TimeSource time, IdentityTokenSource tokens) {
        this.context = context;
        Roots roots = new Roots(context.storage());
        this.accounts = new Accounts(roots, new ClientFactory(context.mountPath(), time, tokens), environment);
        this.lengths = new LeaseLengths(context.storage());
        this.creation = new UserCreation(time);
        this.removal = new UserRemoval(time);
        this.wait = new KeyWait(time, context.random());
        this.quotas = new UserQuotas(time);
        this.time = time;
        SessionCutoffs cutoffs = new SessionCutoffs(context, roots, accounts, time);
        this.sessions = new SessionRevocation(cutoffs);
        Roles roles = new Roles(context.storage());
        KeyChangeover changeover = new KeyChangeover(context::now, time, context.random());
        RootRotations rootRotations = new RootRotations(context, roots, accounts, environment, changeover);
        StaticRoles staticRoles = new StaticRoles(context.storage());
        this.staticAccounts = new StaticAccounts(roots, accounts, context.targets(), time);
        StaticRoleRemoval staticRemoval = new StaticRoleRemoval(context, staticRoles, staticAccounts, changeover);
        StaticRotations staticRotations =
                new StaticRotations(context, staticRoles, staticAccounts, changeover, staticRemoval);
        this.rotations =
                new RotationDuty(List.of(rootRotations, staticRotations), context::now, time, context.mountPath());
        RootRoutes root = new RootRoutes(
                context,
                roots,
                accounts,
                environment,
                changed -> check(changed, tokens),
                rootRotations,
                () -> rootRotations.names().forEach(name -> rotations.changed(rootRotations, name)));
        StaticRoleWrites staticWrites =
                new StaticRoleWrites(context, staticRoles, new StaticUsers(staticAccounts, accounts), staticRotations);
        this.probes = new AccountProbes(roots, accounts, context.targets());
        this.routes = Stream.of(
                        root.routes(),
                        lengths.routes(),
                        new RoleRoutes(roles, roots).routes(),
                        new CapacityRoutes(roots, accounts, context.targets()).routes(),
                        new ReconcileRoutes(new Reconciliations(
                                        context,
                                        roots,
                                        accounts,
                                        (target, user) -> RevocationData.of(CredentialData.marked(
                                                target,
                                                user.name(),
                                                user.mark().storeId(),
                                                user.mark().leaseId()))))
                                .routes(),
                        new PreflightRoutes(context, roots, accounts, roles::all).routes(),
                        new CutoffRoutes(
                                        cutoffs,
                                        roots,
                                        context.targets(),
                                        name -> roles.get(name).rules())
                                .routes(),
                        new CredentialRoutes(context, roots, roles, lengths).routes(),
                        new StaticRoleRoutes(
                                        staticRoles,
                                        staticWrites,
                                        staticRemoval,
                                        staticRotations,
                                        name -> rotations.changed(staticRotations, name))
                                .routes(),
                        new StaticCredentialRoutes(context, staticRoles).routes())
                .flatMap(List::stream)
                .toList();
        context.duty("remove-unused-accounts", REMOVAL_INTERVAL, root::removeUnused);
        context.duty("rotate-keys", RotationDuty.INTERVAL, rotations::isNeeded, rotations::run);
        context.duty("session-cutoffs", CUTOFF_INTERVAL, cutoffs::isWaiting, cutoffs::confirm);
    }

    private static void check(AwsRoot root, IdentityTokenSource tokens) {
        RootRole.of(root).ifPresent(tokens::require);
        AwsNames.of(root.usernameTemplate() == null ? "" : root.usernameTemplate());
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
    public Created create(Plan plan, Creation limits) {
        return plan.material() instanceof SessionMaterial session
                ? openSession(session, limits)
                : createUser(plan, (UserMaterial) plan.material(), limits);
    }

    private Created createUser(Plan plan, UserMaterial user, Creation limits) {
        return accounts.use(plan.targetId(), account -> {
            NewUser request = new NewUser(user.name(), user.roleName(), user.rules(), mark(limits.leaseId()));
            RootSettings.Key key = quotas.within(
                    plan.targetId(),
                    account,
                    limits.timeLeft(),
                    () -> creation.create(account.clients(), request, limits));
            await(account, key, limits);
            return Created.of(new AwsKeyCredentials(key.id(), key.secret().reveal(), null, null, null, null));
        });
    }

    private void await(Account account, RootSettings.Key key, Creation limits) {
        Propagation propagation = account.settings().propagation();
        if (propagation.checks() == 0) {
            return;
        }
        long start = time.nanoTime();
        Supplier<Duration> left = () -> propagation
                .timeout()
                .map(timeout -> timeout.minusNanos(time.nanoTime() - start))
                .filter(own -> own.compareTo(limits.timeLeft()) < 0)
                .orElseGet(limits::timeLeft);
        try (StsClient probe = accounts.probe(account, key)) {
            wait.await(probe, propagation.checks(), left);
        }
    }

    private Created openSession(SessionMaterial material, Creation limits) {
        return accounts.use(material.targetId(), account -> {
            limits.confirm();
            Session session = Sessions.open(account.clients(), material.session(), limits::timeLeft);
            AwsKeyCredentials answer = new AwsKeyCredentials(
                    session.accessKey(),
                    session.secretKey().reveal(),
                    session.token().reveal(),
                    session.token().reveal(),
                    session.arn(),
                    session.life());
            List<String> warnings = material.cap().isEmpty() ? List.of() : List.of(material.cap());
            return new Created(answer, limits.now().plus(session.life()), warnings);
        });
    }

    /** Of users alone: sessions are not renewed. */
    @Override
    public LeaseTerms terms(RevocationData data) {
        return lengths.terms();
    }

    /** AWS knows no expiry of users. */
    @Override
    public void renew(RevocationData data, Renewal renewal) {}

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        CredentialData credential = data.as(CredentialData.class);
        if (!credential.type().equals(CredentialType.IAM_USER.spelling())) {
            return sessions.revoke(credential, revocation);
        }
        return accounts.use(credential.target(), account -> {
            Revoked revoked =
                    removal.remove(account.clients(), credential.name(), mark(credential, revocation), revocation);
            if (revoked.absence() == Revoked.Absence.VERIFIED) {
                quotas.removed(credential.target());
            }
            return revoked;
        });
    }

    @Override
    public Duration settleTime() {
        return SETTLE_TIME;
    }

    @Override
    public void close() {
        rotations.close();
        staticAccounts.close();
        accounts.close();
    }

    private UserMark mark(CredentialData user, Revocation revocation) {
        return new UserMark(
                user.markStore() == null ? context.storeId() : user.markStore(),
                user.markLease() == null ? revocation.leaseId() : user.markLease());
    }

    private UserMark mark(String leaseId) {
        return new UserMark(context.storeId(), leaseId);
    }
}
