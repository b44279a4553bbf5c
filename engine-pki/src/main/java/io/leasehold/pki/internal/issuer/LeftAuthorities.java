package io.leasehold.pki.internal.issuer;

import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keys and certificates that a process stored and did not live to put into the index, where alone they count. As a request
 * may be between the two, what is not in the index is removed only after it was seen so for longer than any request lasts. Keys and
 * issuers are few, however many certificates there are. Thread-safe.
 */
public final class LeftAuthorities {

    /** How often to look. */
    public static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(LeftAuthorities.class);
    private static final Duration GRACE = Duration.ofHours(1);

    /** The store's clock may jump, so the time has to have passed here too. */
    private static final long TURNS = GRACE.dividedBy(INTERVAL);

    private final EngineContext context;
    private final Authorities authorities;
    private final Map<Left, Seen> seen = new HashMap<>(); // guarded by this

    private record Left(boolean key, String id) {}

    /** Since when something is seen to be unused, and at how many turns it was. */
    private record Seen(Instant since, long turns) {}

    /**
     * Creates it. Does no I/O.
     *
     * @param context the mount's
     * @param authorities what is stored
     */
    public LeftAuthorities(EngineContext context, Authorities authorities) {
        this.context = context;
        this.authorities = authorities;
    }

    /**
     * Looks for what no authority uses.
     *
     * @return whether some of it has been there for long enough to be removed
     */
    public boolean isNeeded() {
        return !due(1).isEmpty();
    }

    /** Removes what no authority has used for long enough. */
    public void remove() {
        for (Left left : due(0)) {
            if (left.key()) {
                authorities.dropKey(left.id());
            } else {
                authorities.dropCertificate(left.id());
            }
            LOG.info(
                    "{}: removed the {} {}, which a process stored that did not live to use it",
                    context.mountPath(),
                    left.key() ? "private key" : "certificate",
                    left.id());
        }
    }

    private synchronized List<Left> due(long turn) {
        // The index last: what is stored in between is not taken for a leftover.
        Set<Left> unused = new HashSet<>();
        authorities.storedKeys().forEach(id -> unused.add(new Left(true, id)));
        authorities.storedCertificates().forEach(id -> unused.add(new Left(false, id)));
        Versioned<AuthorityIndex> found = authorities.fresh();
        if (found.version() == 0) {
            // Perhaps the index was lost, and the keys are all that is left to repair it from.
            seen.clear();
            return List.of();
        }
        AuthorityIndex index = found.value();
        index.keys().forEach(key -> unused.remove(new Left(true, key.id())));
        index.issuers().forEach(issuer -> unused.remove(new Left(false, issuer.id())));
        Instant now = context.now();
        seen.keySet().retainAll(unused);
        for (Left left : unused) {
            Seen before = seen.getOrDefault(left, new Seen(now, 0));
            seen.put(left, new Seen(before.since(), before.turns() + turn));
        }
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue().turns() >= TURNS
                        && !entry.getValue().since().plus(GRACE).isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }
}
