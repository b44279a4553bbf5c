package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Folders of the servers: temporary ones, and a cache per user and machine of what takes long to make. */
final class ServerFiles {

    /** Others may pass through, so that a server can run as another user than the one who runs the tests, but not list. */
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

    private static final ConcurrentHashMap<Path, Object> LOCKS_IN_JVM = new ConcurrentHashMap<>();

    private ServerFiles() {}

    /** A fresh folder that is deleted by {@link #deleteTree}. */
    static Path temporary(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            Files.setPosixFilePermissions(folder, PASSABLE);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    /**
     * A folder in the cache, made at its first use by whichever process comes first. It appears complete or not at all.
     *
     * @param name names the content and its version
     * @param maker fills an empty folder
     */
    static Path cached(String name, Consumer<Path> maker) {
        try {
            Path cache = cache();
            Path wanted = cache.resolve(name);
            synchronized (LOCKS_IN_JVM.computeIfAbsent(wanted, any -> new Object())) {
                if (Files.isDirectory(wanted)) {
                    return wanted;
                }
                try (FileChannel channel = FileChannel.open(
                                cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (held.isValid() && !Files.isDirectory(wanted)) {
                        make(cache.resolve(name + ".part"), wanted, maker);
                    }
                }
                return wanted;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + name + " in the cache of test servers", e);
        }
    }

    static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return copy(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return copy(file);
            }

            private FileVisitResult copy(Path path) throws IOException {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes a folder. What a dying server removes at the same time is passed over. */
    static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                    if (error instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw error;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    private static void make(Path part, Path wanted, Consumer<Path> maker) throws IOException {
        deleteTree(part);
        Files.createDirectory(part);
        Files.setPosixFilePermissions(part, PASSABLE);
        maker.accept(part);
        Files.move(part, wanted, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path cache() throws IOException {
        String user = System.getProperty("user.name");
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "leasehold-testkit-" + user);
        if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(cache);
            Files.setPosixFilePermissions(cache, PASSABLE);
        }
        if (!Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
            throw new IOException(cache + " belongs to somebody else");
        }
        return cache;
    }
}
