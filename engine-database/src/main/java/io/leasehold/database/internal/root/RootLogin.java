package io.leasehold.database.internal.root;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionEntry;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.rotation.ManagedLogin;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.ConflictException;
import io.leasehold.secret.SecretText;
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

/** The administrator of one connection as a login that is rotated. Thread-safe. */
final class RootLogin implements ManagedLogin {

    private static final int ATTEMPTS = 5;

    private final String name;
    private final Connections connections;
    private final Plugins plugins;
    private final ManagedTargets targets;
    private final NewPasswords passwords;

    RootLogin(String name, Connections connections, Plugins plugins, ManagedTargets targets, NewPasswords passwords) {
        this.name = name;
        this.connections = connections;
        this.plugins = plugins;
        this.targets = targets;
        this.passwords = passwords;
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

    private static Map<String, DatabaseConnection> settings(ConnectionEntry entry) {
        Map<String, DatabaseConnection> settings = new LinkedHashMap<>();
        entry.targets()
                .keySet()
                .forEach(target -> entry.settings(target).ifPresent(connection -> settings.put(target, connection)));
        return settings;
    }
}
