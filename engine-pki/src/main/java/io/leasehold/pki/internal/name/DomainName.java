package io.leasehold.pki.internal.name;

/**
 * A name taken apart.
 *
 * @param whole all of it, its domain in ASCII where that can be
 * @param rest the domain: what is after the {@code @}, and without the wildcard label
 * @param wildcard the left-most label with the {@code *}; empty when there is none
 * @param isEmail whether it has an {@code @}
 */
record DomainName(String whole, String rest, String wildcard, boolean isEmail) {

    boolean isWildcard() {
        return !wildcard.isEmpty();
    }
}
