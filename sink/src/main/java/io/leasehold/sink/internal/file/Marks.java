package io.leasehold.sink.internal.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * An empty file beside a destination says that its command has not succeeded yet since it was replaced. So a process that is killed
 * between the two runs the command at its next start.
 */
public final class Marks {

    private Marks() {}

    private static Path of(Path destination) {
        return destination.resolveSibling("." + destination.getFileName() + ".leasehold-command");
    }

    /**
     * Sets the mark.
     *
     * @param destination the file
     * @throws IOException when that fails
     */
    public static void set(Path destination) throws IOException {
        try {
            Files.createFile(of(destination));
        } catch (FileAlreadyExistsException e) {
            // Set already.
        }
    }

    /**
     * Whether the mark is set.
     *
     * @param destination the file
     * @return true when it is
     */
    public static boolean isSet(Path destination) {
        return Files.exists(of(destination), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Takes the mark away.
     *
     * @param destination the file
     * @throws IOException when that fails
     */
    public static void clear(Path destination) throws IOException {
        Files.deleteIfExists(of(destination));
    }
}
