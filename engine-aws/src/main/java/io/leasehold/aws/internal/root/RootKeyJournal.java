package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.key.KeyJournal;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.engine.Versioned;
import java.util.Map;
import java.util.Optional;

/**
 * The key of {@code config/root} with the journal of its rotations. Unless one is under way, {@code config/root} says what is current.
 * Thread-safe.
 */
final class RootKeyJournal implements KeyJournal {

    private static final String PATH = "rotation/root";

    private final EngineStorage storage;
    private final Roots roots;

    RootKeyJournal(EngineStorage storage, Roots roots) {
        this.storage = storage;
        this.roots = roots;
    }

    /** What is stored of rotations, with version 0 when nothing is. */
    Versioned<RootKeyEntry> entry() {
        return storage.getFresh(PATH, RootKeyEntry.class)
                .orElseGet(() -> new Versioned<>(PATH, 0, RootKeyEntry.none()));
    }

    /** The same, possibly two seconds old. */
    ManagedKey glance() {
        return storage.get(PATH, RootKeyEntry.class)
                .map(read -> read.value().state())
                .orElseGet(() -> ManagedKey.none(null));
    }

    /** The fields of {@code config/root} as they are now. */
    Optional<AwsRoot> configured() {
        return roots.fresh().value().current(RootTarget.class).map(RootTarget::settings);
    }

    /**
     * Whether what is unfinished is about a key that {@code config/root} does not have any more, because somebody wrote another one or deleted
     * it.
     */
    static boolean isForsaken(RootKeyEntry entry, Optional<AwsRoot> configured) {
        ManagedKey state = entry.state();
        String used = configured.map(RootRotationFields::accessKey).orElse("");
        return RootKeyEntry.isUnfinished(state) && !isAbout(state, used);
    }

    /** Whether a key is the one that a state is about. */
    static boolean isAbout(ManagedKey state, String accessKey) {
        return !accessKey.isEmpty() && (accessKey.equals(state.accessKey()) || accessKey.equals(state.pendingKey()));
    }

    @Override
    public Optional<Versioned<ManagedKey>> fresh() {
        // The journal first: a commit writes config/root before it clears the journal.
        Versioned<RootKeyEntry> entry = entry();
        ManagedKey state = entry.value().state();
        Optional<AwsRoot> configured = configured();
        boolean forsaken = isForsaken(entry.value(), configured);
        if (configured.isEmpty() && !forsaken) {
            return Optional.empty();
        }
        ManagedKey shown = state.isPending() || forsaken
                ? state
                : state.withCurrent(
                        configured.map(RootRotationFields::accessKey).orElse(""),
                        configured.map(RootRotationFields::secretKey).orElse(""));
        return Optional.of(new Versioned<>(entry.path(), entry.version(), shown));
    }

    @Override
    public Versioned<ManagedKey> put(Versioned<ManagedKey> read, ManagedKey changed) {
        Versioned<RootKeyEntry> stored =
                storage.put(read.path(), RootKeyEntry.of(settings(changed), kept(changed)), read.version());
        return new Versioned<>(stored.path(), stored.version(), changed);
    }

    /** Of a current key whose secret is in {@code config/root}, which one it was is kept while the old one is deleted. */
    private static ManagedKey kept(ManagedKey changed) {
        if (changed.isPending()) {
            return changed;
        }
        return changed.isSettling() ? changed.withCurrent(changed.accessKey(), "") : changed.withoutCurrent();
    }

    private Map<String, Object> settings(ManagedKey changed) {
        if (!RootKeyEntry.isUnfinished(changed)) {
            return Map.of();
        }
        RootKeyEntry before = entry().value();
        return before.root().isEmpty() ? configured().map(Fields::of).orElse(Map.of()) : before.root();
    }

    /** Forgets what cannot be finished any more. */
    void forget(Versioned<RootKeyEntry> read) {
        storage.delete(read.path(), read.version());
    }
}
