package io.leasehold.database.internal.config;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Fields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is stored, with every target that it ever led to and that still has leases. All of it is one entry, so
 * that a change of the endpoint, its way back, the removal of a target and the deletion of the connection are each one
 * compare-and-set, and a plan based on the entry sees any of them. Immutable.
 *
 * @param currentTarget the id of the target that new credentials are made on; empty once the connection is deleted
 * @param targets the settings by target id; those of past targets are kept for revocation
 */
public record ConnectionEntry(
        @Field("The target of new credentials.") String currentTarget,
        @Field("Settings by target id.") Map<String, Object> targets) {

    /** Takes copies. */
    public ConnectionEntry {
        currentTarget = orEmpty(currentTarget);
        targets = targets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A connection that is not there. */
    static ConnectionEntry none() {
        return new ConnectionEntry("", Map.of());
    }

    /** The settings for new credentials; empty for a deleted connection. */
    public Optional<DatabaseConnection> current() {
        return settings(currentTarget);
    }

    /** The settings of a target, current or past. */
    public Optional<DatabaseConnection> settings(String targetId) {
        return Optional.ofNullable(targets.get(targetId)).map(ConnectionEntry::bind);
    }

    /** The entry with other settings, which lead to the given target. */
    public ConnectionEntry with(String targetId, DatabaseConnection connection) {
        Map<String, Object> changed = new LinkedHashMap<>(targets);
        changed.put(targetId, Fields.of(connection));
        return new ConnectionEntry(targetId, changed);
    }

    /** The entry with another password of the administrator for some targets, current or past. */
    public ConnectionEntry withPassword(Set<String> targetIds, String password) {
        Map<String, Object> changed = new LinkedHashMap<>(targets);
        for (String target : targetIds) {
            settings(target).ifPresent(connection -> {
                Map<String, Object> fields = new LinkedHashMap<>(Fields.of(connection));
                fields.put("password", password);
                changed.put(target, fields);
            });
        }
        return new ConnectionEntry(currentTarget, changed);
    }

    /** The entry of a deleted connection, which keeps its targets for revocation. */
    ConnectionEntry deleted() {
        return new ConnectionEntry("", targets);
    }

    /** The entry without some past targets. */
    ConnectionEntry without(Set<String> targetIds) {
        Map<String, Object> changed = new LinkedHashMap<>(targets);
        changed.keySet().removeAll(targetIds);
        return new ConnectionEntry(currentTarget, changed);
    }

    /** Targets that new credentials are not made on any more. */
    Set<String> pastTargets() {
        Set<String> past = new LinkedHashSet<>(targets.keySet());
        past.remove(currentTarget);
        return past;
    }

    @Override
    public String toString() {
        return "ConnectionEntry[currentTarget=" + currentTarget + ", targets=" + targets.keySet() + "]";
    }

    @SuppressWarnings("unchecked") // keys of stored maps are texts
    private static DatabaseConnection bind(Object stored) {
        return Fields.bind((Map<String, ?>) stored, DatabaseConnection.class);
    }
}
