package io.leasehold.internal.duty;

/**
 * Who runs a duty, and when it ran.
 *
 * @param holder the instance that runs it, empty when nobody does
 * @param heldUntil when the lock lapses, milliseconds by the store's clock
 * @param finishedAt when it last ended, milliseconds by the store's clock
 */
public record DutyLock(String holder, long heldUntil, long finishedAt) {}
