package io.leasehold.pki.internal.crl;

import io.leasehold.observe.Measurement;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.revocation.RevokedIssuers;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of a mount. A duty builds them within about a second of a revocation; who reads one that the duty should have
 * replaced long ago builds it himself, so that an expired one is never served. One build at a time in a process; issuing and
 * revoking never wait for it. Thread-safe.
 */
public final class Crls {

    /** From the end of one turn to the start of the next: all revocations in between share a build. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Crls.class);
    private static final int ATTEMPTS = 3;

    private final IssuerDirectory issuers;
    private final CrlConfigs configs;
    private final Changes changes;
    private final Supplier<Instant> clock;
    private final CrlGroups groups;
    private final CrlStore store;
    private final CrlBuilder builder;
    private final RevokedEntries entries;
    private final ReentrantLock building = new ReentrantLock();
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    private record Loaded(String folder, Crl crl) {}

    /**
     * Creates the lists. Does no I/O.
     *
     * @param storage the mount's storage
     * @param issuers the authorities
     * @param revokedIssuers those that were revoked
     * @param records the revocations
     * @param configs the configuration
     * @param changes tells of revocations
     * @param clock the store's time
     * @param random names folders
     */
    public Crls(
            EngineStorage storage,
            IssuerDirectory issuers,
            RevokedIssuers revokedIssuers,
            Records records,
            CrlConfigs configs,
            Changes changes,
            Supplier<Instant> clock,
            SecureRandom random) {
        this.issuers = issuers;
        this.configs = configs;
        this.changes = changes;
        this.clock = clock;
        this.groups = new CrlGroups(issuers, revokedIssuers);
        this.store = new CrlStore(storage, random);
        this.builder = new CrlBuilder(store);
        this.entries = new RevokedEntries(records, changes);
    }

    /** Whether a list has to be built. Costs some cached reads. */
    public boolean isNeeded() {
        List<CrlGroup> all = groups.all();
        if (all.isEmpty()) {
            return false;
        }
        long position = changes.get().count();
        Instant now = clock.get();
        CrlConfig config = configs.get();
        String basis = basis();
        return entries.isWaiting()
                || all.stream()
                        .anyMatch(
                                group -> Due.of(store.state(group.id()), config, basis, position, now) != Due.NOTHING);
    }

    /**
     * How old the lists are that are served, and how long they are still valid. Reads what is stored, and builds nothing.
     *
     * @return two numbers for each list that there is
     */
    public List<Measurement> measure() {
        Instant now = clock.get();
        List<Measurement> numbers = new ArrayList<>();
        for (CrlGroup group : groups.all()) {
            store.state(group.id()).map(Versioned::value).ifPresent(state -> {
                measure(group, "complete", state.full(), now, numbers);
                state.delta().ifPresent(delta -> measure(group, "delta", delta, now, numbers));
            });
        }
        return numbers;
    }

    private static void measure(
            CrlGroup group, String kind, CrlState.Document list, Instant now, List<Measurement> numbers) {
        String name = group.signer().name();
        Map<String, String> tags =
                Map.of("issuer", name.isEmpty() ? group.signer().id() : name, "kind", kind);
        numbers.add(seconds(
                "leasehold.pki.crl.age",
                tags,
                Duration.between(list.from(), now),
                "Since a list of revoked certificates was made"));
        numbers.add(seconds(
                "leasehold.pki.crl.remaining",
                tags,
                Duration.between(now, list.until()),
                "Until a list of revoked certificates is not valid any more; negative when it is not"));
    }

    private static Measurement seconds(String name, Map<String, String> tags, Duration time, String description) {
        return new Measurement(name, tags, time.toMillis() / 1000.0, Measurement.Unit.SECONDS, description);
    }

    /** Builds what is due. */
    public void buildDue() {
        build(Due.NOTHING);
    }

    /** Builds all full lists, whether they are due or not. */
    void rotate() {
        build(Due.FULL_BY_ITSELF);
    }

    /** Builds all lists of changes, whether they are due or not. */
    void rotateDeltas() {
        build(Due.DELTA);
    }

    private void build(Due atLeast) {
        building.lock();
        try {
            Instant now = clock.get();
            CrlConfig config = configs.get();
            String basis = basis();
            long announced = changes.fresh().value().count();
            Map<CrlGroup, Optional<Versioned<CrlState>>> states = new LinkedHashMap<>();
            groups.all().forEach(group -> states.put(group, store.freshState(group.id())));
            Map<CrlGroup, Due> due = due(states, config, basis, announced, now, atLeast);
            if (due.isEmpty() && !entries.isWaiting()) {
                return;
            }
            long listed = states.values().stream()
                    .mapToLong(state -> state.map(found -> found.value().full().thisUpdate())
                            .orElse(0L))
                    .min()
                    .orElse(0L);
            // What is built by the timetable is built from all records, which makes up for anything that went
            // unnoticed.
            boolean grew = entries.refresh(now, due.containsValue(Due.FULL_BY_ITSELF), listed);
            if (grew) {
                due = due(states, config, basis, Long.MAX_VALUE, now, atLeast);
            }
            Set<String> known = issuers.all().stream().map(Issuer::id).collect(Collectors.toSet());
            CrlBuilder.Material material =
                    new CrlBuilder.Material(config, basis, now, entries.position(), entries.all(), known);
            due.forEach((group, what) ->
                    builder.build(group, what, states.getOrDefault(group, Optional.empty()), material));
        } finally {
            building.unlock();
        }
    }

    private static Map<CrlGroup, Due> due(
            Map<CrlGroup, Optional<Versioned<CrlState>>> states,
            CrlConfig config,
            String basis,
            long position,
            Instant now,
            Due atLeast) {
        Map<CrlGroup, Due> due = new LinkedHashMap<>();
        states.forEach((group, state) -> {
            Due found = Due.of(state, config, basis, position, now);
            Due what = found.compareTo(atLeast) >= 0 ? found : atLeast;
            if (what != Due.NOTHING) {
                due.put(group, what);
            }
        });
        return due;
    }

    /**
     * Reads the list of an authority.
     *
     * @param issuer the authority
     * @param delta whether the list of changes is meant
     * @return the list, which is valid now; empty when nobody here signs it, or there are no lists of changes
     */
    public Optional<Crl> read(Issuer issuer, boolean delta) {
        Optional<CrlGroup> group = groups.of(issuer);
        if (group.isEmpty() || (delta && !configs.get().deltas())) {
            return Optional.empty();
        }
        String id = group.get().id();
        Optional<CrlState> state = store.state(id).map(Versioned::value);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            state = isLate(state, delta) ? caughtUp(id, state, delta) : state;
            Optional<CrlState.Document> document = state.flatMap(found -> found.document(delta));
            if (document.isEmpty()) {
                return Optional.empty();
            }
            Optional<Crl> crl = load(id + " " + delta, document.get());
            if (crl.isPresent()) {
                return crl;
            }
            // A later one replaced it while it was read.
            state = store.freshState(id).map(Versioned::value);
        }
        throw new IllegalStateException("the list of revoked certificates is replaced faster than it can be read");
    }

    private boolean isLate(Optional<CrlState> state, boolean delta) {
        Optional<CrlState.Document> document = state.flatMap(found -> found.document(delta));
        if (document.isEmpty()) {
            return true;
        }
        CrlConfig config = configs.get();
        Duration patience =
                delta ? config.deltaLife().dividedBy(4) : config.margin().dividedBy(2);
        return !clock.get().isBefore(document.get().until().minus(patience));
    }

    private Optional<CrlState> caughtUp(String id, Optional<CrlState> former, boolean delta) {
        try {
            buildDue();
        } catch (RuntimeException e) {
            boolean valid = former.flatMap(state -> state.document(delta))
                    .filter(document -> clock.get().isBefore(document.until()))
                    .isPresent();
            if (!valid) {
                throw e;
            }
            LOG.warn("A list of revoked certificates could not be built; the last one is still valid", e);
            return former;
        }
        return store.freshState(id).map(Versioned::value);
    }

    private Optional<Crl> load(String key, CrlState.Document document) {
        Loaded last = loaded.get(key);
        if (last != null && last.folder().equals(document.folder())) {
            return Optional.of(last.crl());
        }
        Optional<Crl> crl = store.read(document).map(Crl::new);
        crl.ifPresent(read -> loaded.put(key, new Loaded(document.folder(), read)));
        return crl;
    }

    private String basis() {
        return groups.basis() + "-" + configs.versioned().version();
    }
}
