package io.leasehold.pki.internal.crl;

import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which list of an authority has to be built now. */
enum Due {
    /** None. */
    NOTHING,
    /** The list of changes. */
    DELTA,
    /** The full list, because revocations came. */
    FULL,
    /** The full list, because its time has come, or something else that it is made from changed. */
    FULL_BY_ITSELF;

    /**
     * Decides.
     *
     * @param stored what is served; empty when nothing is
     * @param config the configuration
     * @param basis what lists depend on beside revocations
     * @param position how many revocations were announced
     * @param now the store's time
     * @return what to build
     */
    static Due of(Optional<Versioned<CrlState>> stored, CrlConfig config, String basis, long position, Instant now) {
        if (stored.isEmpty()) {
            return FULL_BY_ITSELF;
        }
        CrlState state = stored.get().value();
        if (!state.basis().equals(basis) || !now.isBefore(state.full().until().minus(config.margin()))) {
            return FULL_BY_ITSELF;
        }
        boolean behind = position > state.position() && !config.disable();
        if (!config.deltas()) {
            return behind ? FULL : NOTHING;
        }
        return state.delta().map(delta -> isDue(delta, behind, config, now)).orElse(true) ? DELTA : NOTHING;
    }

    private static boolean isDue(CrlState.Document delta, boolean behind, CrlConfig config, Instant now) {
        Duration age = Duration.between(delta.from(), now);
        return (behind && age.compareTo(config.deltaRebuildInterval()) >= 0)
                || age.compareTo(config.deltaLife().dividedBy(2)) >= 0;
    }
}
