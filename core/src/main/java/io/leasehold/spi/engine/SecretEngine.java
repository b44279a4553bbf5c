package io.leasehold.spi.engine;

import java.util.List;

/** An engine at one mount. Engines that hand out leases are {@link LeasedEngine}s. Thread-safe. */
public interface SecretEngine extends AutoCloseable {

    /**
     * The paths that the engine answers.
     *
     * @return the routes; called once
     */
    List<Route> routes();

    /** Releases what the engine holds on this side: pools, threads. Leases stay. May be called repeatedly. */
    @Override
    void close();
}
