/**
 * When something is rotated: schedules, pauses after failures, and the duty that finds what is due and begins it. Shared by the
 * engines; how a rotation goes, each of them knows itself. Start at {@link io.leasehold.rotation.Rotations}, which an engine
 * implements per kind of thing that it rotates, and {@link io.leasehold.rotation.RotationDuty}, which runs them.
 *
 * <p>This is an inner part of the library that has a module of its own because two engines need it: applications do not use it.
 * Stable is what operators see of it: the fields {@code rotation_period}, {@code rotation_schedule}, {@code rotation_window} with
 * their limits and meaning, and the names that {@link io.leasehold.rotation.Schedules} answers with. The types may change from one
 * release to the next, so all modules are used in one version, as the BOM has them.
 */
@NullMarked
package io.leasehold.rotation;

import org.jspecify.annotations.NullMarked;
