package io.leasehold.database.internal.root;

import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionEntry;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.rotation.Rotations;
import io.leasehold.database.internal.rotation.Schedules;
import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.rotation.Changeover;
import io.leasehold.database.internal.rotation.ManagedLogin;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.PasswordJournal;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates the passwords of administrators. The current password is the one in the connection; the journal beside it, under
 * {@code root/}, keeps the old and the pending one while a change is under way. Thread-safe.
 */
public final class RootRotations implements Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(RootRotations.class);
    private static final String FOLDER = "root";
    private static final int ATTEMPTS = 5;

    private final EngineContext context;
    private final EngineStorage storage;
    private final Connections connections;
    private final Plugins plugins;
    private final ManagedTargets targets;
    private final Changeover changeover;
    private final NewPasswords passwords;

    public RootRotations(
            EngineContext context,
            Connections connections,
            Plugins plugins,
            ManagedTargets targets,
            Changeover changeover,
            NewPasswords passwords) {
        this.context = context;
        this.storage = context.storage();
        this.connections = connections;
        this.plugins = plugins;
        this.targets = targets;
        this.changeover = changeover;
        this.passwords = passwords;
    }

    @Override
    public String kind() {
        return "administrator of connection";
    }

    /** Connections that were rotated or are to be. */
    @Override
    public List<String> names() {
        return storage.list(FOLDER);
    }

    @Override
    public Optional<Due> due(String name) {
        Optional<DatabaseConnection> connection =
                connections.fresh(name).value().current();
        Journal journal = new Journal(name);
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        return journal.fresh()
                // A pause does not keep an unfinished rotation from its end: the broker itself may be locked out
                // meanwhile.
                .filter(read -> read.value().isPending() || !ConnectionDefaults.rotationPaused(connection.get()))
                .map(read -> Schedules.skipMissed(
                        journal, read, ConnectionDefaults.rotationSchedule(connection.get()), context.now(), name))
                .flatMap(Schedules::nextTry)
                .map(at -> new Due(name, at));
    }

    @Override
    public void rotate(String name) {
        DatabaseConnection connection =
                connections.fresh(name).value().current().orElseThrow(() -> Connections.notFound(name));
        check(connection, plugins.named(ConnectionDefaults.pluginName(connection)));
        Journal journal = new Journal(name);
        changeover.rotate(journal, new Login(name));
        connections
                .find(name)
                .ifPresent(view -> targets.retry(view.entry().value().currentTarget()));
        LOG.info("The administrator's password of connection {} was rotated", name);
    }

    /** Begins another schedule, now. */
    public void schedule(String name, DatabaseConnection connection) {
        Journal journal = new Journal(name);
        Optional<Instant> due = ConnectionDefaults.rotationSchedule(connection).next(context.now());
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<ManagedPassword>> read = journal.fresh();
            if (read.isEmpty() || (read.get().version() == 0 && due.isEmpty())) {
                return;
            }
            try {
                journal.put(read.get(), read.get().value().dueAt(due.orElse(null)));
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** What an operator should know of the rotations of a connection. */
    public Map<String, Object> status(String name) {
        return storage.get(path(name), ManagedPassword.class)
                .map(read -> Schedules.status(read.value()))
                .orElse(Map.of());
    }

    /** Whether a rotation is unfinished, so that two passwords are to be kept. */
    public boolean isPending(String name) {
        return storage.getFresh(path(name), ManagedPassword.class)
                .map(read -> read.value().isPending())
                .orElse(false);
    }

    /** Whether a rotation has begun, and has not failed: it is about to be committed. */
    boolean isUnderWay(String name) {
        return storage.getFresh(path(name), ManagedPassword.class)
                .map(read ->
                        read.value().isPending() && read.value().lastError().isEmpty())
                .orElse(false);
    }

    /** Forgets the journal of a connection that is deleted. */
    public void forget(String name) {
        storage.getFresh(path(name), ManagedPassword.class)
                .ifPresent(read -> storage.delete(read.path(), read.version()));
    }

    /** Refuses what cannot be rotated, and statements that cannot be used. */
    public static void check(DatabaseConnection connection, DatabasePlugin plugin) {
        if (ConnectionDefaults.orEmpty(connection.username()).isEmpty()) {
            throw new InvalidRequestException(
                    "username", "unable to rotate root credentials: no username in configuration");
        }
        if (ConnectionDefaults.orEmpty(connection.password()).isEmpty()) {
            throw new InvalidRequestException(
                    "password", "unable to rotate root credentials: no password in configuration");
        }
        PasswordRotation rotation = Plugins.rotation("plugin_name", plugin);
        if (!rotation.logsInByFields(ConnectionDefaults.settings(connection))) {
            throw new InvalidRequestException(
                    "connection_url",
                    "unable to rotate root credentials: the URL has a login of its own; write {{username}} and"
                            + " {{password}} there, or nothing");
        }
        rotation.checkRotation("root_rotation_statements", ConnectionDefaults.rootRotationStatements(connection));
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }

    /** The login of the connection, with the journal of its change. Without a change the connection says what is current. */
    private final class Journal implements PasswordJournal {

        private final String name;

        Journal(String name) {
            this.name = name;
        }

        @Override
        public Optional<Versioned<ManagedPassword>> fresh() {
            // The journal first: a commit writes the connection before it clears the journal.
            Versioned<ManagedPassword> stored = storage.getFresh(path(name), ManagedPassword.class)
                    .orElseGet(() -> new Versioned<>(path(name), 0, ManagedPassword.unknown(null)));
            return connections
                    .fresh(name)
                    .value()
                    .current()
                    .map(connection -> stored.value().isPending()
                            ? stored
                            : new Versioned<>(stored.path(), stored.version(), current(stored.value(), connection)));
        }

        @Override
        public Versioned<ManagedPassword> put(Versioned<ManagedPassword> read, ManagedPassword changed) {
            ManagedPassword kept = changed.isPending() ? changed : changed.withoutCurrent();
            Versioned<ManagedPassword> stored = storage.put(read.path(), kept, read.version());
            return new Versioned<>(stored.path(), stored.version(), changed);
        }

        private ManagedPassword current(ManagedPassword stored, DatabaseConnection connection) {
            return stored.withCurrent(
                    ConnectionDefaults.orEmpty(connection.username()),
                    ConnectionDefaults.orEmpty(connection.password()));
        }
    }

    /** The administrator of one connection as a login that is rotated. */
    private final class Login implements ManagedLogin {

        private final String name;

        Login(String name) {
            this.name = name;
        }

        @Override
        public String describe() {
            return "the administrator of connection \"" + name + "\"";
        }

        @Override
        public String nextAccount(ManagedPassword current) {
            return current.username();
        }

        @Override
        public SecretText newPassword() {
            return passwords.next(connection());
        }

        @Override
        public List<String> statements() {
            return ConnectionDefaults.rootRotationStatements(connection());
        }

        @Override
        public Optional<Instant> next(Instant now) {
            return ConnectionDefaults.rotationSchedule(connection()).next(now);
        }

        @Override
        public <T> T onTarget(Function<ManagedAccounts, T> work) {
            // Both from one reading: the connection may be led elsewhere meanwhile.
            ConnectionEntry entry = connections.fresh(name).value();
            DatabaseConnection settings = entry.current().orElseThrow(() -> Connections.notFound(name));
            return targets.useAnyhow(name, entry.currentTarget(), settings, work);
        }

        /**
         * Puts the password into every setting that logs in as the same account: those of this connection's targets, and
         * those of other connections that had the same login before. Which of them lead to the same server is found out by
         * a login.
         */
        @Override
        public void adopt(ManagedPassword proven, Duration timeLimit) {
            adopt(name, proven, timeLimit);
            // One that does not answer now is asked again: until then the rotation is unfinished, and this one works.
            for (String other : connections.allNames()) {
                if (!other.equals(name)) {
                    adopt(other, proven, timeLimit);
                }
            }
        }

        private void adopt(String connectionName, ManagedPassword proven, Duration timeLimit) {
            for (int attempt = 1; ; attempt++) {
                Versioned<ConnectionEntry> read = connections.fresh(connectionName);
                Set<String> same = new LinkedHashSet<>();
                for (Map.Entry<String, DatabaseConnection> target :
                        settings(read.value()).entrySet()) {
                    if (isCandidate(connectionName, target.getValue(), proven)
                            && accepts(connectionName, target.getKey(), target.getValue(), proven, timeLimit)) {
                        same.add(target.getKey());
                    }
                }
                try {
                    if (!same.isEmpty()) {
                        connections.put(read, read.value().withPassword(same, proven.pendingPassword()));
                    }
                    return;
                } catch (ConflictException changedMeanwhile) {
                    if (attempt == ATTEMPTS) {
                        throw changedMeanwhile;
                    }
                }
            }
        }

        /** The same name, and the old password; for the connection that is rotated, whatever password is written there. */
        private boolean isCandidate(String connectionName, DatabaseConnection settings, ManagedPassword proven) {
            String password = ConnectionDefaults.orEmpty(settings.password());
            return proven.pendingUsername().equals(settings.username())
                    && plugins.named(ConnectionDefaults.pluginName(settings)) instanceof PasswordRotation
                    && !password.equals(proven.pendingPassword())
                    && (connectionName.equals(name) || password.equals(proven.password()));
        }

        private boolean accepts(
                String connectionName,
                String target,
                DatabaseConnection settings,
                ManagedPassword proven,
                Duration timeLimit) {
            try (SecretText password = SecretText.of(proven.pendingPassword())) {
                return targets.useAnyhow(
                        connectionName,
                        target,
                        settings,
                        accounts -> accounts.accepts(proven.pendingUsername(), password, timeLimit));
            }
        }

        private DatabaseConnection connection() {
            return connections.fresh(name).value().current().orElseThrow(() -> Connections.notFound(name));
        }
    }

    private static Map<String, DatabaseConnection> settings(ConnectionEntry entry) {
        Map<String, DatabaseConnection> settings = new LinkedHashMap<>();
        entry.targets()
                .keySet()
                .forEach(target -> entry.settings(target).ifPresent(connection -> settings.put(target, connection)));
        return settings;
    }
}
