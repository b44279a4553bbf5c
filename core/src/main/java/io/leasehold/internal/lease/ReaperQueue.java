package io.leasehold.internal.lease;

import io.leasehold.spi.storage.LeaseRow;
import java.util.ArrayDeque;
import java.util.Deque;

/** The claimed rows of one target that wait for an attempt. Guarded by its reaper. */
final class ReaperQueue {

    /** A claimed row with the store's time of the claim. */
    record Item(LeaseRow row, Reading reading) {}

    final String targetId;
    final Deque<Item> items = new ArrayDeque<>();

    /** How many threads work on this target. */
    int drainers;

    /** Whether the queue was so long that a claim left the target out. */
    boolean passedOver;

    ReaperQueue(String targetId) {
        this.targetId = targetId;
    }
}
