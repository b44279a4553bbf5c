package io.leasehold.pki.internal.crl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far revocations have come: one small entry that tells whether a list is behind, and by which serials.
 *
 * @param count how many revocations were announced
 * @param epoch how many times all revocations had to be read again
 * @param recent the serials of the latest announcements in hexadecimal, the last one last
 */
record ChangeStamp(long count, long epoch, @Nullable List<String> recent) {

    /** How many serials are kept. */
    static final int MOST_RECENT = 200;

    static final ChangeStamp NONE = new ChangeStamp(0, 0, List.of());

    ChangeStamp {
        recent = recent == null ? List.of() : List.copyOf(recent);
    }

    List<String> serials() {
        return recent == null ? List.of() : recent;
    }
}
