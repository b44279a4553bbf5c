package io.leasehold.internal.broker;

import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The system's TTLs: those of the builder, unless others were written at run time. Thread-safe. */
final class SystemSettings {

    private static final String PATH = "core/settings";

    private final SealedEntries sealed;
    private final TtlLimits built;

    SystemSettings(SealedEntries sealed, TtlLimits built) {
        this.sealed = sealed;
        this.built = built;
    }

    /**
     * The TTLs as they are stored.
     *
     * @param defaultLeaseTtl zero for the builder's
     * @param maxLeaseTtl zero for the builder's
     */
    record Stored(Duration defaultLeaseTtl, Duration maxLeaseTtl) {

        Stored {
            defaultLeaseTtl = defaultLeaseTtl == null ? Duration.ZERO : defaultLeaseTtl;
            maxLeaseTtl = maxLeaseTtl == null ? Duration.ZERO : maxLeaseTtl;
        }
    }

    TtlLimits ttls() {
        return sealed.get("", PATH, Stored.class)
                .map(stored -> ttls(stored.value()))
                .orElse(built);
    }

    void setDefault(Duration ttl) {
        change(stored -> new Stored(ttl, stored.maxLeaseTtl()));
    }

    void setMax(Duration ttl) {
        change(stored -> new Stored(stored.defaultLeaseTtl(), ttl));
    }

    private void change(UnaryOperator<Stored> change) {
        Versioned<Stored> before = sealed.getFresh("", PATH, Stored.class)
                .orElse(new Versioned<>(PATH, EntryStore.ABSENT, new Stored(Duration.ZERO, Duration.ZERO)));
        Stored after = change.apply(before.value());
        built.checkMount(after.defaultLeaseTtl(), after.maxLeaseTtl());
        sealed.put("", PATH, after, before.version());
    }

    private TtlLimits ttls(Stored stored) {
        return built.atMount(stored.defaultLeaseTtl(), stored.maxLeaseTtl());
    }
}
