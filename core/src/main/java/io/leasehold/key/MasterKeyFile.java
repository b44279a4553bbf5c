package io.leasehold.key;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.crypto.AesGcm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Reads a key-encryption key from a file. */
final class MasterKeyFile {

    /** More than any form of a key needs; a larger file is something else. */
    private static final int MAX_BYTES = 1024;

    private MasterKeyFile() {}

    /** Reads the key, refusing a file that others can access. */
    static MasterKey read(Path file) {
        String source = "master key file " + file;
        try {
            requireRegular(file, source);
            requirePrivate(file, source);
            byte[] content = content(file, source);
            try {
                return parse(content, source);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            throw new InvalidRequestException(source + " does not exist; it must hold " + KeyText.EXPECTED);
        } catch (AccessDeniedException e) {
            throw new InvalidRequestException(
                    source + " cannot be read by the user of this process, who must own it (mode 0600)");
        } catch (IOException e) {
            throw new InvalidRequestException(null, source + " cannot be read", e);
        }
    }

    /** Reads the key, after making one if there is none. */
    static MasterKey readOrCreate(Path file) {
        MasterKeyCreation.createIfMissing(file);
        return read(file);
    }

    private static void requireRegular(Path file, String source) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidRequestException(source + " is a directory; name the file in it");
        }
        // Throws NoSuchFileException where isRegularFile would only say no.
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new InvalidRequestException(source + " is not a regular file");
        }
    }

    private static void requirePrivate(Path file, String source) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // no POSIX modes on this file system
        }
        int mode = octal(view.readAttributes().permissions());
        if ((mode & 0077) != 0) {
            throw new InvalidRequestException(source + " has mode " + String.format("%04o", mode)
                    + ", so users other than its owner can access it; run: chmod 600 " + file);
        }
    }

    private static int octal(Set<PosixFilePermission> permissions) {
        String letters = PosixFilePermissions.toString(permissions); // such as rw-r-----
        int mode = 0;
        for (int i = 0; i < letters.length(); i++) {
            mode = mode << 1 | (letters.charAt(i) == '-' ? 0 : 1);
        }
        return mode;
    }

    private static byte[] content(Path file, String source) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            Arrays.fill(content, (byte) 0);
            throw new InvalidRequestException(
                    source + " is too large for a key; it must hold 32 random bytes, or " + KeyText.EXPECTED);
        }
        return content;
    }

    private static MasterKey parse(byte[] content, String source) {
        if (content.length == 0) {
            throw new InvalidRequestException(
                    source + " is empty; it must hold 32 random bytes, or " + KeyText.EXPECTED);
        }
        if (content.length == AesGcm.KEY_BYTES) {
            if (isText(content)) {
                // A random key is printable throughout once in 10^13 keys; a password or a shorter key always is.
                throw new InvalidRequestException(
                        source + " holds 32 characters of text, which is no key of 32 random bytes; it must hold "
                                + KeyText.EXPECTED);
            }
            return AesMasterKey.of(content, source);
        }
        byte[] key = KeyText.decode(content, source);
        try {
            return AesMasterKey.of(key, source);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b != '\n' && b != '\r' && b != '\t' && (b < ' ' || b > '~')) {
                return false;
            }
        }
        return true;
    }
}
