package io.leasehold.database.internal.staticrole;

import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.internal.root.ManagedTargets;
import io.leasehold.database.internal.rotation.Rotations;
import io.leasehold.database.internal.rotation.Schedules;
import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.rotation.Changeover;
import io.leasehold.database.internal.rotation.ManagedLogin;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.PasswordJournal;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.NotFoundException;
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

    private final EngineContext context;
    private final StaticRoles roles;
    private final ManagedTargets targets;
    private final AdminLogins logins;
    private final Changeover changeover;
    private final NewPasswords passwords;

    public StaticRotations(
            EngineContext context,
            StaticRoles roles,
            ManagedTargets targets,
            AdminLogins logins,
            Changeover changeover,
            NewPasswords passwords) {
        this.context = context;
        this.roles = roles;
        this.targets = targets;
        this.logins = logins;
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
                .flatMap(Schedules::nextTry)
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

    /** Whether the server takes a login. */
    public boolean accepts(DatabaseStaticRole role, SecretText password) {
        return targets.use(
                StaticRoleDefaults.dbName(role),
                logins,
                target -> target.accepts(StaticRoleDefaults.username(role), password, LOGIN_LIMIT));
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
            return passwords.next(
                    targets.connection(StaticRoleDefaults.dbName(role)), StaticRoleDefaults.passwordPolicy(role));
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
            return targets.use(StaticRoleDefaults.dbName(role), logins, work);
        }

        /** It is read from the journal itself. */
        @Override
        public void adopt(ManagedPassword proven, Duration timeLimit) {}
    }
}
