package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.rotation.Changeover;
import io.leasehold.database.internal.rotation.ManagedLogin;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.PasswordJournal;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.NotFoundException;
import io.leasehold.rotation.Rotations;
import io.leasehold.rotation.Schedules;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rotates the accounts of static roles. Thread-safe. */
public final class StaticRotations implements Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(StaticRotations.class);

    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(10);

    /** So many refused tries in a row of an account that changes its own password, and it is tried more seldom. */
    private static final int REFUSALS = 3;

    private static final Duration AFTER_REFUSALS = Duration.ofDays(1);

    private final EngineContext context;
    private final StaticRoles roles;
    private final StaticTargets targets;
    private final Changeover changeover;
    private final NewPasswords passwords;

    public StaticRotations(
            EngineContext context,
            StaticRoles roles,
            StaticTargets targets,
            Changeover changeover,
            NewPasswords passwords) {
        this.context = context;
        this.roles = roles;
        this.targets = targets;
        this.changeover = changeover;
        this.passwords = passwords;
    }

    @Override
    public String kind() {
        return "static role";
    }

    @Override
    public List<String> names() {
        return roles.names();
    }

    @Override
    public Optional<Due> due(String name) {
        Versioned<DatabaseStaticRole> role = roles.fresh(name);
        if (role.version() == 0 || StaticRoleDefaults.isPaused(role.value())) {
            return Optional.empty();
        }
        PasswordJournal journal = roles.journal(name);
        return journal.fresh()
                .map(read -> Schedules.skipMissed(
                        journal, read, StaticRoleDefaults.schedule(role.value()), context.now(), name))
                .flatMap(password -> nextTry(role.value(), password))
                .map(at -> new Due(StaticRoleDefaults.dbName(role.value()), at));
    }

    @Override
    public void rotate(String name) {
        Versioned<DatabaseStaticRole> role = roles.fresh(name);
        if (role.version() == 0) {
            throw new NotFoundException("unknown role: " + name);
        }
        changeover.rotate(roles.journal(name), new Login(name, role.value()));
        context.changed("static-creds/" + name);
        LOG.info("The password of static role {} was rotated", name);
    }

    /**
     * When it is tried next. Each try of an account that changes its own password is a login, and a server may lock the account
     * after a few that it refuses: once it has refused several in a row, it is asked daily only.
     */
    private Optional<Instant> nextTry(DatabaseStaticRole role, ManagedPassword password) {
        Optional<Instant> next = Schedules.nextTry(password);
        return !password.isPending() && password.attempts() >= REFUSALS && targets.isSelfManaged(role)
                ? next.map(at -> at.plus(AFTER_REFUSALS))
                : next;
    }

    /** Whether a role's account changes its own password, for want of an administrator. */
    boolean isSelfManaged(DatabaseStaticRole role) {
        return targets.isSelfManaged(role);
    }

    /** Whether the server takes a login. */
    boolean accepts(String name, DatabaseStaticRole role, SecretText password) {
        return targets.use(
                name, role, target -> target.accepts(StaticRoleDefaults.username(role), password, LOGIN_LIMIT));
    }

    /** One static role as a login that is rotated. */
    private final class Login implements ManagedLogin {

        private final String name;
        private final DatabaseStaticRole role;

        Login(String name, DatabaseStaticRole role) {
            this.name = name;
            this.role = role;
        }

        @Override
        public String describe() {
            return "static role \"" + name + "\"";
        }

        /** The account that is not in use now, if there are two. */
        @Override
        public String nextAccount(ManagedPassword current) {
            List<String> accounts = StaticRoleDefaults.accounts(role);
            return accounts.size() == 2 && current.username().equals(accounts.get(0))
                    ? accounts.get(1)
                    : accounts.get(0);
        }

        @Override
        public SecretText newPassword() {
            return passwords.next(targets.connection(role), StaticRoleDefaults.passwordPolicy(role));
        }

        @Override
        public List<String> statements() {
            return StaticRoleDefaults.statements(role);
        }

        @Override
        public Optional<Instant> next(Instant now) {
            return StaticRoleDefaults.schedule(role).next(now);
        }

        @Override
        public <T> T onTarget(Function<ManagedAccounts, T> work) {
            return targets.use(name, role, work);
        }

        /** It is read from the journal itself. */
        @Override
        public void adopt(ManagedPassword proven, Duration timeLimit) {}
    }
}
