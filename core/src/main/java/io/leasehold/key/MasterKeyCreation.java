package io.leasehold.key;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.crypto.AesGcm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * Makes a file with a fresh key, so that processes which start at the same time end with the same key, and that a key which
 * was returned survives a power failure. A process that is killed in the middle can leave a temporary file with a key that
 * was never used.
 */
final class MasterKeyCreation {

    private MasterKeyCreation() {}

    /** Makes the file unless there is one. On return, the file's name is durable. */
    static void createIfMissing(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new InvalidRequestException("master key file " + file
                    + " cannot be made: its directory does not exist; make it, accessible to its owner only");
        }
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                syncIfPossible(directory);
            } else {
                create(file, directory);
            }
        } catch (IOException e) {
            throw new InvalidRequestException(null, "master key file " + file + " cannot be made", e);
        }
    }

    private static void create(Path file, Path directory) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".new", mode);
        try {
            writeKey(temporary);
            link(temporary, file);
            if (posix) { // elsewhere a directory cannot be opened
                sync(directory);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Gives the key its name. Unlike a rename, a link never replaces a file that another process made meanwhile. */
    private static void link(Path temporary, Path file) {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the one to use.
        } catch (UnsupportedOperationException | IOException e) {
            throw new InvalidRequestException(
                    null,
                    "master key file " + file + " cannot be made safely here, for want of hard links;"
                            + " make it by hand: (umask 077 && openssl rand -base64 32 > " + file + ")",
                    e);
        }
    }

    private static void writeKey(Path file) throws IOException {
        byte[] key = AesGcm.randomKey();
        byte[] text = KeyText.encode(key);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer remaining = ByteBuffer.wrap(text);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    /** The process that made the file may not have come to this yet; a file in a read-only directory is durable. */
    private static void syncIfPossible(Path directory) {
        try {
            sync(directory);
        } catch (IOException e) {
            // Reading the key does not depend on it.
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
