/**
 * Mounts: {@link io.leasehold.internal.mount.MountStore} keeps them in the store,
 * {@link io.leasehold.internal.mount.EngineRoom} runs their engines in this process.
 */
@NullMarked
package io.leasehold.internal.mount;

import org.jspecify.annotations.NullMarked;
