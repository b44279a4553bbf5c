package io.leasehold.pki.internal.role;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.Shown;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * From when until when certificates are valid. Immutable.
 *
 * @param ttl the life of a certificate when none is asked for; zero for the mount's
 * @param maxTtl the longest life; zero for the mount's
 * @param backdating by how much a certificate is valid before it is made, above zero
 * @param notAfter a fixed end; empty for none
 * @param beginning what a request may say of the beginning
 * @param end what a request may say of the end
 * @param latest the latest end that a request may ask for; empty unless {@code end} is {@link End#TIMESTAMP}
 */
public record ValidityRules(
        Duration ttl,
        Duration maxTtl,
        Duration backdating,
        Optional<Instant> notAfter,
        Beginning beginning,
        End end,
        Optional<Instant> latest) {

    private static final Duration BACKDATING = Duration.ofSeconds(30);

    /** The end of a certificate that has none (RFC 5280, section 4.1.2.5). */
    private static final Instant LAST =
            OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 0, ZoneOffset.UTC).toInstant();

    private static final String EXAMPLE = "write it as 2030-01-31T00:00:00Z";

    /** What a request may say of the beginning. */
    public enum Beginning {
        /** Anything. */
        PERMIT,
        /** Nothing. */
        FORBID,
        /** What lies no further back than {@link ValidityRules#backdating()}. */
        DURATION
    }

    /** What a request may say of the end. */
    public enum End {
        /** Anything that the longest life allows. */
        PERMIT,
        /** Nothing. */
        FORBID,
        /** What the life that the request would have without it allows. */
        TTL_LIMITED,
        /** What is not after {@link ValidityRules#latest()}. */
        TIMESTAMP
    }

    static ValidityRules of(PkiRole role, BiConsumer<String, String> problems) {
        if (!role.maxTtl().isZero() && role.ttl().compareTo(role.maxTtl()) > 0) {
            problems.accept(
                    "ttl",
                    "is " + role.ttl().toSeconds() + "s, and must not be longer than max_ttl, which is "
                            + role.maxTtl().toSeconds() + "s");
        }
        Optional<Instant> notAfter =
                role.notAfter().isEmpty() ? Optional.empty() : instant("not_after", role.notAfter(), EXAMPLE, problems);
        String end = role.notAfterBound();
        Optional<Instant> latest = switch (end) {
            case "permit", "forbid", "ttl-limited" -> Optional.empty();
            default ->
                instant(
                        "not_after_bound",
                        end,
                        "give permit, forbid, ttl-limited, or a time such as 2030-01-31T00:00:00Z",
                        problems);
        };
        return new ValidityRules(
                role.ttl(),
                role.maxTtl(),
                role.notBeforeDuration().isZero() ? BACKDATING : role.notBeforeDuration(),
                notAfter,
                beginning(role.notBeforeBound(), problems),
                switch (end) {
                    case "permit" -> End.PERMIT;
                    case "forbid" -> End.FORBID;
                    case "ttl-limited" -> End.TTL_LIMITED;
                    default -> End.TIMESTAMP;
                },
                latest);
    }

    private static Beginning beginning(String text, BiConsumer<String, String> problems) {
        return switch (text) {
            case "permit" -> Beginning.PERMIT;
            case "forbid" -> Beginning.FORBID;
            case "duration" -> Beginning.DURATION;
            default -> {
                problems.accept("not_before_bound", Shown.quoted(text) + " is none: give permit, forbid or duration");
                yield Beginning.PERMIT;
            }
        };
    }

    private static Optional<Instant> instant(
            String field, String text, String advice, BiConsumer<String, String> problems) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isAfter(LAST) && instant.isAfter(Instant.EPOCH)) {
                return Optional.of(instant);
            }
        } catch (DateTimeException malformed) {
            // Told below.
        }
        problems.accept(field, Shown.quoted(text) + " is no time of RFC 3339 between 1970 and 9999: " + advice);
        return Optional.empty();
    }
}
