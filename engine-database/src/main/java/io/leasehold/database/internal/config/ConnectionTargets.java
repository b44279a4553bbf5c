package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Targets;
import io.leasehold.spi.engine.Versioned;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of connections: when a connection gets a new one, and when an old one goes. Thread-safe.
 */
public final class ConnectionTargets {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTargets.class);

    private final EngineContext context;
    private final Connections connections;
    private final Plugins plugins;
    private final OpenTargets open;

    public ConnectionTargets(EngineContext context, Connections connections, Plugins plugins, OpenTargets open) {
        this.context = context;
        this.connections = connections;
        this.plugins = plugins;
        this.open = open;
    }

    /** The id of the target at an endpoint: a known one of this connection, or a new one. */
    public String idFor(ConnectionEntry entry, DatabasePlugin plugin, Endpoint endpoint) {
        for (String known : entry.targets().keySet()) {
            if (entry.settings(known)
                    .map(settings -> leadsTo(settings, plugin, endpoint))
                    .orElse(false)) {
                return known;
            }
        }
        byte[] random = new byte[10];
        context.random().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Has a target tried at once although it did not answer before: an operator wrote or reset its connection. */
    public void retry(String targetId) {
        context.targets().retry(targetId);
    }

    /**
     * Deletes a connection.
     *
     * @param force whether its leases are given up
     * @throws ConflictException when it has leases and they are not to be given up
     */
    public void delete(String name, boolean force) {
        Versioned<ConnectionEntry> read = connections.fresh(name);
        if (read.version() == 0) {
            return;
        }
        Targets limits = context.targets();
        long leases = read.value().targets().keySet().stream()
                .mapToLong(limits::leases)
                .sum();
        if (leases > 0 && !force) {
            throw new ConflictException("connection \"" + name + "\" has " + leases
                    + " live leases: revoke them first, or delete it with force=true, which leaves their accounts for"
                    + " you to remove");
        }
        // First the connection, so that no lease is born any more; then its targets.
        connections.put(read, read.value().deleted());
        if (force) {
            read.value().targets().keySet().forEach(target -> limits.abandon(target, given(name)));
            Versioned<ConnectionEntry> deleted = connections.fresh(name);
            forget(deleted, deleted.value().pastTargets());
        } else {
            removeUnused(name);
        }
    }

    /** Removes the past targets that have no leases any more; run again and again as a duty. */
    public void removeUnused() {
        connections.allNames().forEach(this::removeUnused);
    }

    private void removeUnused(String name) {
        Versioned<ConnectionEntry> read = connections.fresh(name);
        Set<String> unused = new LinkedHashSet<>(read.value().pastTargets());
        unused.removeIf(target -> context.targets().leases(target) > 0);
        if (!unused.isEmpty()) {
            forget(read, unused);
        }
    }

    private void forget(Versioned<ConnectionEntry> read, Set<String> targets) {
        try {
            connections.put(read, read.value().without(targets));
        } catch (ConflictException changedMeanwhile) {
            // Perhaps the connection leads back to one of them. The next turn sees.
            return;
        }
        targets.forEach(target -> {
            open.reset(target);
            context.targets().forget(target);
        });
        LOG.info("Removed targets {} of {}, which no lease needs any more", targets, read.path());
    }

    private boolean leadsTo(DatabaseConnection settings, DatabasePlugin plugin, Endpoint endpoint) {
        try {
            return plugins.named(ConnectionDefaults.pluginName(settings)) == plugin
                    && plugin.describe(ConnectionDefaults.settings(settings))
                            .identity()
                            .equals(endpoint.identity());
        } catch (InvalidRequestException notValidAnyMore) {
            return false;
        }
    }

    private static String given(String name) {
        return "connection \"" + name + "\" was deleted by force: remove the account by hand";
    }
}
