package io.leasehold.pki.internal.crl;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which lists of one authority are served, at {@code crl-state/ID}.
 *
 * @param number the number of the latest list; lists of changes share the sequence (RFC 5280, section 5.2.3)
 * @param position how many announced revocations the latest list covers
 * @param basis what else the full list was built from: the configuration and the authorities
 * @param fingerprint tells full lists with the same lines from others
 * @param documents the full list, then the list of changes if there is one
 */
record CrlState(long number, long position, String basis, long fingerprint, List<Document> documents) {

    CrlState {
        documents = List.copyOf(documents);
    }

    Document full() {
        return documents.get(0);
    }

    Optional<Document> delta() {
        return documents.size() > 1 ? Optional.of(documents.get(1)) : Optional.empty();
    }

    Optional<Document> document(boolean delta) {
        return delta ? delta() : Optional.of(full());
    }

    /** The same lists, found to cover more revocations: those were of other authorities. */
    CrlState covering(long laterPosition) {
        return new CrlState(number, laterPosition, basis, fingerprint, documents);
    }

    /**
     * A list that is stored in parts.
     *
     * @param folder where its parts are
     * @param parts how many there are
     * @param number its number
     * @param thisUpdate when it was made, in seconds since 1970
     * @param nextUpdate until when it is valid, in seconds since 1970
     */
    record Document(String folder, int parts, long number, long thisUpdate, long nextUpdate) {

        Instant from() {
            return Instant.ofEpochSecond(thisUpdate);
        }

        Instant until() {
            return Instant.ofEpochSecond(nextUpdate);
        }
    }
}
