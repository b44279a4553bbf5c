package io.leasehold.pki.internal.crl;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;

/** {@code config/crl}, as stored. Thread-safe. */
public final class CrlConfigs {

    private static final String PATH = "config/crl";
    private static final int ATTEMPTS = 5;

    private final EngineStorage storage;

    /**
     * Creates the view.
     *
     * @param storage the mount's storage
     */
    public CrlConfigs(EngineStorage storage) {
        this.storage = storage;
    }

    /** What is set; may be two seconds behind other processes. */
    public CrlConfig get() {
        return versioned().value();
    }

    /** What is set, with its version, which is 0 where nothing is. */
    Versioned<CrlConfig> versioned() {
        return storage.get(PATH, CrlConfig.class).orElse(new Versioned<>(PATH, 0, CrlConfig.DEFAULT));
    }

    /**
     * Changes the fields sent.
     *
     * @param call the request
     * @return what is set now
     */
    CrlConfig change(Call call) {
        for (int attempt = 1; ; attempt++) {
            Versioned<CrlConfig> read =
                    storage.getFresh(PATH, CrlConfig.class).orElse(new Versioned<>(PATH, 0, CrlConfig.DEFAULT));
            CrlConfig changed = call.bindOver(read.value());
            changed.check();
            try {
                return storage.put(PATH, changed, read.version()).value();
            } catch (ConflictException meanwhile) {
                if (attempt == ATTEMPTS) {
                    throw meanwhile;
                }
            }
        }
    }
}
