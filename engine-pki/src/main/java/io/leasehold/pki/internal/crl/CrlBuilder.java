package io.leasehold.pki.internal.crl;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the lists of one authority from lines that were read already, and makes them the ones that are served. */
final class CrlBuilder {

    /**
     * How much earlier than a full list a revocation may have been dated that is not on it: it was under way. A list of changes
     * may repeat lines of the full one (RFC 5280, section 5.2.4).
     */
    private static final Duration UNDER_WAY = Duration.ofMinutes(2);

    private static final Comparator<CrlEntry> ORDER =
            Comparator.comparingLong(CrlEntry::revokedAt).thenComparing(CrlEntry::serial);

    private final CrlStore store;

    CrlBuilder(CrlStore store) {
        this.store = store;
    }

    /**
     * What a build is made from.
     *
     * @param config the configuration
     * @param basis what lists depend on beside revocations
     * @param now the store's time
     * @param position how many announced revocations the lines cover
     * @param lines all lines
     * @param known the UUIDs of all authorities
     */
    record Material(
            CrlConfig config, String basis, Instant now, long position, Collection<CrlEntry> lines, Set<String> known) {

        long second() {
            return now.getEpochSecond();
        }
    }

    /** Builds what is due. A conflict means that another instance did, and is no failure. */
    void build(CrlGroup group, Due due, Optional<Versioned<CrlState>> stored, Material material) {
        long version = stored.map(Versioned::version).orElse(0L);
        try {
            CrlState state = due == Due.DELTA && stored.isPresent()
                    ? delta(group, stored.get().value(), material)
                    : full(group, due, stored.map(Versioned::value), material);
            store.move(group.id(), state, version);
            store.removeOld(group.id(), state);
        } catch (ConflictException otherInstance) {
            store.freshState(group.id()).ifPresent(state -> store.removeOld(group.id(), state.value()));
        }
    }

    private CrlState full(CrlGroup group, Due due, Optional<CrlState> former, Material material) {
        long listed = former.map(state -> state.full().thisUpdate()).orElse(0L);
        List<CrlEntry> lines = material.config().disable() ? List.of() : lines(group, material, listed);
        long fingerprint = fingerprint(lines);
        if (due == Due.FULL && former.isPresent() && former.get().fingerprint() == fingerprint) {
            return former.get().covering(material.position());
        }
        long number = former.map(CrlState::number).orElse(0L) + 1;
        boolean deltas = material.config().deltas();
        List<String> deltaUrls = deltas ? group.signer().urls().deltaCrl() : List.of();
        List<CrlState.Document> documents = new ArrayList<>(2);
        documents.add(write(
                group,
                material,
                number,
                OptionalLong.empty(),
                deltaUrls,
                lines,
                material.config().expiry()));
        if (deltas) {
            // Of the same number, as section 5.2.3 of RFC 5280 wants of lists that are made at the same time.
            documents.add(write(
                    group,
                    material,
                    number,
                    OptionalLong.of(number),
                    List.of(),
                    List.of(),
                    material.config().deltaLife()));
        }
        return new CrlState(number, material.position(), material.basis(), fingerprint, documents);
    }

    private CrlState delta(CrlGroup group, CrlState former, Material material) {
        long since = former.full().thisUpdate() - UNDER_WAY.toSeconds();
        List<CrlEntry> lines = lines(group, material, former.full().thisUpdate()).stream()
                .filter(line -> line.revokedAt() >= since)
                .toList();
        long number = former.number() + 1;
        CrlState.Document delta = write(
                group,
                material,
                number,
                OptionalLong.of(former.full().number()),
                List.of(),
                lines,
                material.config().deltaLife());
        return new CrlState(
                number, material.position(), former.basis(), former.fingerprint(), List.of(former.full(), delta));
    }

    private CrlState.Document write(
            CrlGroup group,
            Material material,
            long number,
            OptionalLong base,
            List<String> deltaUrls,
            List<CrlEntry> lines,
            Duration life) {
        long until = material.second() + life.toSeconds();
        byte[] der = new CrlContent(
                        group.signer(),
                        Instant.ofEpochSecond(material.second()),
                        Instant.ofEpochSecond(until),
                        number,
                        base,
                        deltaUrls,
                        lines)
                .sign(group.key());
        return store.write(group.id(), der, number, material.second(), until);
    }

    private static List<CrlEntry> lines(CrlGroup group, Material material, long listed) {
        List<CrlEntry> lines = new ArrayList<>();
        for (CrlEntry line : material.lines()) {
            boolean here = group.members().contains(line.issuerId())
                    || (group.takesUnknown() && !material.known().contains(line.issuerId()));
            if (here && RevokedEntries.isListed(line.notAfter(), line.revokedAt(), material.second(), listed)) {
                lines.add(line);
            }
        }
        if (!group.revoked().isEmpty()) {
            var serials = lines.stream().map(CrlEntry::serial).collect(Collectors.toSet());
            group.revoked().stream()
                    .filter(line -> line.notAfter() >= material.second() && !serials.contains(line.serial()))
                    .forEach(lines::add);
        }
        lines.sort(ORDER);
        return lines;
    }

    private static long fingerprint(List<CrlEntry> lines) {
        long fingerprint = lines.size();
        for (CrlEntry line : lines) {
            fingerprint = fingerprint * 31 + line.serial().hashCode() * 1_000_003L + line.revokedAt();
        }
        return fingerprint;
    }
}
