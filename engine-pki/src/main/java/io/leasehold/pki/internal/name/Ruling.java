package io.leasehold.pki.internal.name;

/** What the rules for domains say of a name. */
sealed interface Ruling {

    /**
     * Allowed.
     *
     * @param rule by what
     */
    record Allow(String rule) implements Ruling {}

    /**
     * Not allowed.
     *
     * @param rule against what
     * @param hint what would allow it; empty when nothing would
     */
    record Deny(String rule, String hint) implements Ruling {}
}
