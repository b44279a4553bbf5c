/**
 * The broker's core on hand-driven time: its lease protocol against a model, with faults of store and target at every call,
 * its rotating secrets, mounts and paths. Start at {@link io.leasehold.testkit.broker.World}.
 */
@NullMarked
package io.leasehold.testkit.broker;

import org.jspecify.annotations.NullMarked;
