package io.leasehold.spi.storage;

import io.leasehold.error.InvalidRequestException;

/** What ids and paths may be made of, so that every store orders and compares them alike: byte by byte. */
final class StoredName {

    static final int MAX_LENGTH = 512;

    private StoredName() {}

    static void require(String field, String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || !isPrintable(name)) {
            throw new InvalidRequestException(
                    field, "must be 1 to " + MAX_LENGTH + " printable ASCII characters, has " + name.length());
        }
    }

    private static boolean isPrintable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
