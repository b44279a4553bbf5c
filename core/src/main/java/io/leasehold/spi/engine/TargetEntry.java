package io.leasehold.spi.engine;

import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.spi.binding.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an engine reaches what it makes credentials on, as it is stored: the settings of the current target, and of every past one
 * that still has leases. All of it is one entry, so that a change of the endpoint, its way back, the removal of a target and the
 * deletion of the whole are each one compare-and-set, and a plan based on the entry sees any of them. Immutable; its text form
 * shows no settings.
 *
 * @param currentTarget the id of the target that new credentials are made on; empty once the configuration is deleted
 * @param targets the settings by target id; those of past targets are kept for revocation
 */
public record TargetEntry(
        @Field("The target of new credentials.") String currentTarget,
        @Field("Settings by target id.") Map<String, Object> targets) {

    /** Takes copies. */
    public TargetEntry {
        currentTarget = orEmpty(currentTarget);
        targets = targets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * An entry of nothing, for what is not stored yet.
     *
     * @return the entry
     */
    public static TargetEntry none() {
        return new TargetEntry("", Map.of());
    }

    /**
     * The settings for new credentials.
     *
     * @param type their record
     * @param <T> their record
     * @return the settings; empty when there are none, or none any more
     */
    public <T extends Record> Optional<T> current(Class<T> type) {
        return settings(currentTarget, type);
    }

    /**
     * The settings of a target, current or past.
     *
     * @param targetId the target
     * @param type their record
     * @param <T> their record
     * @return the settings; empty when the target is not there
     */
    @SuppressWarnings("unchecked") // keys of stored maps are texts
    public <T extends Record> Optional<T> settings(String targetId, Class<T> type) {
        return Optional.ofNullable(targets.get(targetId))
                .map(stored -> RecordBinder.bindStored((Map<String, ?>) stored, type));
    }

    /**
     * The entry with other settings, which lead to a target that is the current one from now on.
     *
     * @param targetId the target
     * @param settings its settings
     * @return the changed entry
     */
    public TargetEntry leadingTo(String targetId, Record settings) {
        return new TargetEntry(targetId, changed(targetId, settings));
    }

    /**
     * The entry with other settings of a target, whether it is current or past.
     *
     * @param targetId the target
     * @param settings its settings
     * @return the changed entry
     */
    public TargetEntry with(String targetId, Record settings) {
        return new TargetEntry(currentTarget, changed(targetId, settings));
    }

    /**
     * The entry of a deleted configuration, which keeps its targets for revocation.
     *
     * @return the changed entry
     */
    public TargetEntry deleted() {
        return new TargetEntry("", targets);
    }

    /**
     * The entry without some past targets.
     *
     * @param targetIds the targets
     * @return the changed entry
     */
    public TargetEntry without(Set<String> targetIds) {
        Map<String, Object> left = new LinkedHashMap<>(targets);
        left.keySet().removeAll(targetIds);
        return new TargetEntry(currentTarget, left);
    }

    /**
     * Targets that new credentials are not made on any more.
     *
     * @return their ids
     */
    public Set<String> pastTargets() {
        Set<String> past = new LinkedHashSet<>(targets.keySet());
        past.remove(currentTarget);
        return past;
    }

    @Override
    public String toString() {
        return "TargetEntry[currentTarget=" + currentTarget + ", targets=" + targets.keySet() + "]";
    }

    private Map<String, Object> changed(String targetId, Record settings) {
        Map<String, Object> changed = new LinkedHashMap<>(targets);
        changed.put(targetId, RecordBinder.toMap(settings));
        return changed;
    }
}
