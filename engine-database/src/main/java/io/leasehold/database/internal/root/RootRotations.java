package io.leasehold.database.internal.root;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.rotation.Changeover;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.Rotations;
import io.leasehold.rotation.Schedules;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates the passwords of administrators. The current password is the one in the connection; the journal beside it, under
 * {@code root/}, keeps the old and the pending one while a change is under way. Thread-safe.
 */
public final class RootRotations implements Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(RootRotations.class);
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
        return storage.list(RootJournal.FOLDER);
    }

    @Override
    public Optional<Due> due(String name) {
        Optional<DatabaseConnection> connection =
                connections.fresh(name).value().current();
        RootJournal journal = new RootJournal(storage, connections, name);
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
        RootJournal journal = new RootJournal(storage, connections, name);
        changeover.rotate(journal, new RootLogin(name, connections, plugins, targets, passwords));
        connections
                .find(name)
                .ifPresent(view -> targets.retry(view.entry().value().currentTarget()));
        LOG.info("The administrator's password of connection {} was rotated", name);
    }

    /** Begins another schedule, now. */
    public void schedule(String name, DatabaseConnection connection) {
        RootJournal journal = new RootJournal(storage, connections, name);
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
        return storage.get(RootJournal.path(name), ManagedPassword.class)
                .map(read -> Schedules.status(read.value()))
                .orElse(Map.of());
    }

    /** Whether a rotation is unfinished, so that two passwords are to be kept. */
    public boolean isPending(String name) {
        return storage.getFresh(RootJournal.path(name), ManagedPassword.class)
                .map(read -> read.value().isPending())
                .orElse(false);
    }

    /** Whether a rotation has begun, and has not failed: it is about to be committed. */
    boolean isUnderWay(String name) {
        return storage.getFresh(RootJournal.path(name), ManagedPassword.class)
                .map(read ->
                        read.value().isPending() && read.value().lastError().isEmpty())
                .orElse(false);
    }

    /** Forgets the journal of a connection that is deleted. */
    public void forget(String name) {
        storage.getFresh(RootJournal.path(name), ManagedPassword.class)
                .ifPresent(read -> storage.delete(read.path(), read.version()));
    }

    /** Refuses what cannot be rotated, and statements that cannot be used. */
    public static void check(DatabaseConnection connection, DatabasePlugin plugin) {
        if (ConnectionDefaults.isSelfManaged(connection)) {
            throw new InvalidRequestException(
                    "self_managed",
                    "unable to rotate root credentials: the connection has no administrator; its static roles rotate"
                            + " themselves");
        }
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
}
