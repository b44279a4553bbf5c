package io.leasehold.lease;

import java.util.Set;

/**
 * The states of a stored lease and every transition between them. A lease that has ended has no state: its row is gone.
 *
 * <pre>
 *            intend                    created
 *   (none) ----------> PENDING --------------------> ACTIVE --+
 *                        |  \                          |  ^   | renewed
 *     refused, nothing   |   \ failed, or its          |  +---+
 *     was made: deleted  |    \ deadline passed        | expired, revoked
 *                        v     \                       v
 *                     (gone)    +----------------> REVOKING --+
 *                        ^                          |  |  ^   | attempt failed (backoff),
 *                        |      verified absent     |  |  +---+ or absent seen only once
 *                        +--------------------------+  |
 *                        |                             v
 *                        +---- verified absent ---- IRREVOCABLE
 *                              forced                  |  ^
 *                                                      +--+ retried
 * </pre>
 *
 * <p>Two more arrows keep the promise that a credential never exists without a row: a creator that finds its row gone
 * stores it again as {@link #REVOKING}; a forced revoke deletes a row in any state, because an operator said so.
 */
public enum LeaseState {

    /** The intent is stored; the target may or may not have been changed yet. Ends at its deadline at the latest. */
    PENDING,

    /** The credential was created and handed out. */
    ACTIVE,

    /** The credential is to be removed; attempts go on until the target is verified to hold nothing of it. */
    REVOKING,

    /** Removal kept failing. The row stays, is listed with its last error, and is retried daily and on request. */
    IRREVOCABLE;

    /** States in which the row exists because its credential may exist on the target. */
    public static final Set<LeaseState> LIVE = Set.of(values());

    /**
     * Whether a stored lease may go from this state to another one. Staying in a state (a renewal, a failed attempt) is a
     * transition too.
     *
     * @param next the state to go to
     * @return true when the diagram above has such an arrow
     */
    public boolean mayBecome(LeaseState next) {
        return switch (this) {
            case PENDING -> next == ACTIVE || next == REVOKING;
            case ACTIVE -> next == ACTIVE || next == REVOKING;
            case REVOKING -> next == REVOKING || next == IRREVOCABLE;
            case IRREVOCABLE -> next == REVOKING || next == IRREVOCABLE;
        };
    }

    /**
     * Whether a lease in this state can be renewed.
     *
     * @return true for {@link #ACTIVE} only
     */
    public boolean renewable() {
        return this == ACTIVE;
    }
}
