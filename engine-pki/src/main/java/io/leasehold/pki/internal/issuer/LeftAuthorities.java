package io.leasehold.pki.internal.issuer;

import io.leasehold.spi.engine.EngineContext;
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

    private final EngineContext context;
    private final Authorities authorities;
    private final Map<Left, Instant> seen = new HashMap<>();

    private record Left(boolean key, String id) {}

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
        return !due().isEmpty();
    }

    /** Removes what no authority has used for long enough. */
    public void remove() {
        for (Left left : due()) {
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

    private synchronized List<Left> due() {
        // The index last: what is stored in between is not taken for a leftover.
        Set<Left> unused = new HashSet<>();
        authorities.storedKeys().forEach(id -> unused.add(new Left(true, id)));
        authorities.storedCertificates().forEach(id -> unused.add(new Left(false, id)));
        AuthorityIndex index = authorities.fresh().value();
        index.keys().forEach(key -> unused.remove(new Left(true, key.id())));
        index.issuers().forEach(issuer -> unused.remove(new Left(false, issuer.id())));
        Instant now = context.now();
        seen.keySet().retainAll(unused);
        unused.forEach(left -> seen.putIfAbsent(left, now));
        return seen.entrySet().stream()
                .filter(entry -> !entry.getValue().plus(GRACE).isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }
}
