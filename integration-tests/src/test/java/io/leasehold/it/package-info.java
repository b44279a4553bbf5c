/**
 * The whole library through its façade, against real servers: the guides' own commands, bad input, secrecy, limits and
 * queries, and several brokers on one store. Start at {@link io.leasehold.it.Brokers} and
 * {@link io.leasehold.it.AppDatabase}, which the tests stand on.
 */
@NullMarked
package io.leasehold.it;

import org.jspecify.annotations.NullMarked;
