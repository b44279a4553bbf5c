/**
 * The secret engine SPI. An engine declares {@linkplain io.leasehold.spi.engine.Route routes} with typed request records;
 * one that hands out leases is a {@link io.leasehold.spi.engine.LeasedEngine}. Start at
 * {@link io.leasehold.spi.engine.SecretEngineProvider}; the testkit has the contract test that every engine passes.
 */
@NullMarked
package io.leasehold.spi.engine;

import org.jspecify.annotations.NullMarked;
