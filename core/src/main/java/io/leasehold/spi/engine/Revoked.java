package io.leasehold.spi.engine;

import java.util.List;

/**
 * The account is not on the target, or not any more; or there is nothing that could be done about it and the target ends it by
 * itself, which a warning says. The lease ends by it.
 *
 * @param absence how sure that is
 * @param warnings what could not be done beside (sessions not ended, say), free of secrets; told to whoever asked for the
 *     revocation, and to the log
 */
public record Revoked(Absence absence, List<String> warnings) {

    /** Takes copies. */
    public Revoked {
        warnings = List.copyOf(warnings);
    }

    /** How sure it is that the account is absent. */
    public enum Absence {
        /**
         * Seen while holding the target's exclusion against a creator of this account: no creation can be under way, and a
         * later one finds its row gone.
         */
        VERIFIED,
        /** Seen on a target without such an exclusion: a creation in flight may still appear. */
        SEEN
    }

    /**
     * Absent under the target's exclusion.
     *
     * @return the result
     */
    public static Revoked verified() {
        return new Revoked(Absence.VERIFIED, List.of());
    }

    /**
     * Absent by a plain look.
     *
     * @return the result
     */
    public static Revoked seen() {
        return new Revoked(Absence.SEEN, List.of());
    }

    /**
     * The same with what could not be done.
     *
     * @param all the warnings
     * @return the result
     */
    public Revoked withWarnings(List<String> all) {
        return new Revoked(absence, all);
    }
}
