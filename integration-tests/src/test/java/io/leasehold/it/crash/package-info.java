/**
 * The crash harness: brokers in processes of their own are killed, and what they leave behind is looked at. Start at
 * {@link io.leasehold.it.crash.CrashPointsIT}, which kills at every single exchange with store and target, and
 * {@link io.leasehold.it.crash.RandomKillsIT}, which kills at random under load while things are broken.
 */
@NullMarked
package io.leasehold.it.crash;

import org.jspecify.annotations.NullMarked;
