package io.leasehold.pki.internal.crl;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is set at {@code config/crl}. Immutable.
 *
 * @param expiry how long a list is valid, from ten seconds to ten years
 * @param disable whether lists are empty; revocations are still recorded, and return when this ends
 * @param autoRebuild whether full lists follow a timetable, so that lists of changes can stand between them
 * @param autoRebuildGracePeriod how long before its end a list is replaced
 * @param enableDelta whether lists of changes are made; needs {@code autoRebuild}
 * @param deltaRebuildInterval how long a list of changes stands before the next one may replace it
 * @param ocspDisable whether questions about single certificates are refused
 * @param ocspExpiry how long an answer may be kept; zero for not saying
 * @param allowExpiredCertRevocation whether expired certificates may be revoked as well
 */
public record CrlConfig(
        @Field("How long a list is valid; 72h by default.") Duration expiry,
        @Field("Whether lists are empty.") boolean disable,

        @Field("Whether full lists follow a timetable; false by default.")
        boolean autoRebuild,

        @Field("How long before its end a list is replaced; 12h by default, at most half of expiry.")
        Duration autoRebuildGracePeriod,

        @Field("Whether lists of changes are made between full ones; needs auto_rebuild.")
        boolean enableDelta,

        @Field("How long a list of changes stands before the next one; 15m by default.")
        Duration deltaRebuildInterval,

        @Field("Whether OCSP is refused.") boolean ocspDisable,

        @Field("How long an OCSP answer may be kept; 12h by default, 0 for not saying.")
        Duration ocspExpiry,

        @Field("Whether expired certificates may be revoked too.")
        boolean allowExpiredCertRevocation) {

    /** What holds where nothing is set. */
    public static final CrlConfig DEFAULT = new CrlConfig(
            Duration.ofDays(3),
            false,
            false,
            Duration.ofHours(12),
            false,
            Duration.ofMinutes(15),
            false,
            Duration.ofHours(12),
            false);

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(3653);

    /** Puts defaults where nothing is set. */
    public CrlConfig {
        expiry = or(expiry, Duration.ofDays(3));
        autoRebuildGracePeriod = or(autoRebuildGracePeriod, Duration.ofHours(12));
        deltaRebuildInterval = or(deltaRebuildInterval, Duration.ofMinutes(15));
        ocspExpiry = or(ocspExpiry, Duration.ofHours(12));
    }

    private static Duration or(@Nullable Duration value, Duration otherwise) {
        return value == null ? otherwise : value;
    }

    /**
     * Checks that the fields go together.
     *
     * @throws InvalidRequestException naming the one that does not
     */
    public void check() {
        if (expiry.compareTo(SHORTEST) < 0 || expiry.compareTo(LONGEST) > 0) {
            throw new InvalidRequestException("expiry", "must be from 10s to 3653d (ten years), was " + text(expiry));
        }
        if (autoRebuildGracePeriod.isNegative()) {
            throw new InvalidRequestException("auto_rebuild_grace_period", "must not be negative");
        }
        if (autoRebuild && autoRebuildGracePeriod.compareTo(expiry) >= 0) {
            throw new InvalidRequestException(
                    "auto_rebuild_grace_period",
                    "must be shorter than expiry (" + text(expiry) + "), was " + text(autoRebuildGracePeriod));
        }
        if (enableDelta && !autoRebuild) {
            throw new InvalidRequestException(
                    "enable_delta", "needs auto_rebuild: without it full lists follow each revocation");
        }
        if (deltaRebuildInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidRequestException("delta_rebuild_interval", "must be at least 1s");
        }
        if (enableDelta && deltaRebuildInterval.compareTo(expiry) >= 0) {
            throw new InvalidRequestException(
                    "delta_rebuild_interval",
                    "must be shorter than expiry (" + text(expiry) + "), was " + text(deltaRebuildInterval));
        }
        if (ocspExpiry.isNegative() || ocspExpiry.compareTo(LONGEST) > 0) {
            throw new InvalidRequestException("ocsp_expiry", "must be from 0 to 3653d, was " + text(ocspExpiry));
        }
    }

    /** How long before its end a full list is replaced: never later than at half its life. */
    Duration margin() {
        Duration half = expiry.dividedBy(2);
        return autoRebuildGracePeriod.compareTo(half) < 0 ? autoRebuildGracePeriod : half;
    }

    /** Whether lists of changes are made. */
    boolean deltas() {
        return autoRebuild && enableDelta && !disable;
    }

    /**
     * How long a list of changes is valid. Who has one does not ask again before it ends, so it is short; it is replaced at half
     * its life even if nothing changed.
     */
    Duration deltaLife() {
        Duration four = deltaRebuildInterval.multipliedBy(4);
        Duration life = four.compareTo(SHORTEST) < 0 ? SHORTEST : four;
        return life.compareTo(expiry) < 0 ? life : expiry;
    }

    private static String text(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
