package io.leasehold.internal.sealing;

import java.util.List;

/**
 * What a {@link Resealer} did.
 *
 * @param keyVersion the data key version that values were moved to
 * @param resealed how many values were sealed anew
 * @param deferred how many values were left for another run, because they were being worked on
 * @param unreadable how many values could not be opened, and were left as they are
 * @param problems the first of the unreadable ones, at most {@value #MAX_PROBLEMS}
 */
public record ResealReport(int keyVersion, long resealed, long deferred, long unreadable, List<Problem> problems) {

    /** The most problems that a report lists. */
    public static final int MAX_PROBLEMS = 1000;

    /** Takes copies. */
    public ResealReport {
        problems = List.copyOf(problems);
    }

    /**
     * How many values this run has left under older data keys. Other instances may have stored more of them meanwhile, until
     * they have all seen the new key.
     *
     * @return deferred and unreadable ones
     */
    public long remaining() {
        return deferred + unreadable;
    }

    /**
     * A value that could not be opened.
     *
     * @param id the entry's path or the lease's id
     * @param reason why, free of secrets
     */
    public record Problem(String id, String reason) {}
}
