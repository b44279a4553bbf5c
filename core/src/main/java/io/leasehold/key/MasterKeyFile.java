package io.leasehold.key;

import java.nio.file.Path;

/** A key-encryption key in a file. */
final class MasterKeyFile {

    private MasterKeyFile() {}

    static MasterKey read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }

    static MasterKey readOrCreate(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }
}
