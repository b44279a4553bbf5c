package io.leasehold.sink.internal.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together, such as a key and its certificate. All of them are written beside their destinations before the
 * first one is renamed. Not thread-safe.
 */
public final class FileSet {

    private static final Logger log = LoggerFactory.getLogger(FileSet.class);

    /** Folders that had to be made: who may read the files in them, their own permissions say. */
    private static final String NEW_FOLDER = "rwxr-xr-x";

    private final List<Target> targets;

    /** Those that hold what was asked for, so that they are ours to remove. */
    private final Set<Target> own = new LinkedHashSet<>();

    /**
     * Does no I/O.
     *
     * @param targets where the files go, in the order in which they are replaced
     */
    public FileSet(List<Target> targets) {
        this.targets = List.copyOf(targets);
    }

    /**
     * Makes missing folders, and removes what a killed process has left half-written.
     *
     * @throws IOException when a folder cannot be used
     */
    public void prepare() throws IOException {
        for (Target target : targets) {
            if (!Files.exists(target.folder())) {
                if (PendingFile.isPosix(target.folder().getRoot())) {
                    Files.createDirectories(
                            target.folder(),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(NEW_FOLDER)));
                } else {
                    Files.createDirectories(target.folder());
                    log.warn("{} has no permissions of the POSIX kind; its files get the defaults", target.folder());
                }
            }
            removeLeftovers(target);
        }
    }

    private static void removeLeftovers(Target target) throws IOException {
        List<Path> found = new ArrayList<>();
        Pattern names = PendingFile.leftovers(target);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target.folder())) {
            for (Path each : entries) {
                if (names.matcher(String.valueOf(each.getFileName())).matches()
                        && Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(each);
                }
            }
        }
        for (Path each : found) {
            Files.deleteIfExists(each);
            log.info("Removed {}, which was left by a write that never finished", each);
        }
    }

    /**
     * Replaces what is not there already.
     *
     * @param contents what the files shall hold, in the order of the targets
     * @param changing is told which files are about to be replaced, when all of them are written and before the first takes
     *     its place
     * @return the destinations that were replaced
     * @throws IOException when not all of it was done; a file that was not replaced is as it was before
     */
    public Set<Path> replace(List<byte[]> contents, Changing changing) throws IOException {
        Map<Target, PendingFile> pending = new LinkedHashMap<>();
        try {
            for (int i = 0; i < targets.size(); i++) {
                Target target = targets.get(i);
                target.requireReplaceable();
                if (holds(target, contents.get(i))) {
                    own.add(target);
                } else {
                    pending.put(target, PendingFile.write(target, contents.get(i)));
                }
            }
            changing.files(paths(pending.keySet()));
            Set<Path> folders = new LinkedHashSet<>();
            try {
                for (Map.Entry<Target, PendingFile> each : List.copyOf(pending.entrySet())) {
                    each.getValue().publish();
                    own.add(each.getKey());
                    folders.add(each.getKey().folder());
                }
            } finally {
                // Those that were renamed before one failed are up to date from then on, and are not looked at again.
                for (Path folder : folders) {
                    PendingFile.sync(folder);
                }
            }
            return paths(pending.keySet());
        } finally {
            // Those that were renamed are not there any more.
            pending.values().forEach(PendingFile::discard);
        }
    }

    private static Set<Path> paths(Set<Target> targets) {
        Set<Path> paths = new LinkedHashSet<>();
        targets.forEach(each -> paths.add(each.path()));
        return paths;
    }

    /** Whether a file is what it shall be already, owner and permissions included. */
    private static boolean holds(Target target, byte[] content) throws IOException {
        Path path = target.path();
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.size(path) != content.length
                || !Files.isReadable(path)) {
            return false;
        }
        if (PendingFile.isPosix(target.folder()) && !PendingFile.isOwned(target)) {
            return false;
        }
        return Arrays.equals(Files.readAllBytes(path), content);
    }

    /**
     * Removes the files, for a sink that takes its secrets with it. What was never replaced is somebody else's, and stays.
     *
     * @throws IOException when one of them stays
     */
    public void remove() throws IOException {
        for (Target target : own) {
            Files.deleteIfExists(target.path());
        }
    }

    /** Is told what is about to happen. */
    @FunctionalInterface
    public interface Changing {

        /**
         * Files are about to be replaced.
         *
         * @param paths their destinations; empty when nothing changes
         * @throws IOException to stop that
         */
        void files(Set<Path> paths) throws IOException;
    }
}
