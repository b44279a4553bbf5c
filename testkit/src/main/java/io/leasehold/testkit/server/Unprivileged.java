package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Database servers refuse to run as root, and builds in containers often do. Root hands them to a user namespace without a
 * mapping, in which they see themselves as nobody while the files still belong to them; where namespaces are forbidden, to
 * the user nobody.
 */
enum Unprivileged {

    /** The tests do not run as root. */
    AS_IS("", false),
    /** A user namespace: {@code unshare} replaces itself by the server. */
    NAMESPACE("unshare --user", false),
    /** Another user, who must own the files. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups", true);

    /** Why there is no server where {@link #find} is empty. */
    static final String NO_WAY = "database servers do not run as root, and neither unshare nor setpriv works here";

    private static final int NOBODY_ID = 65534;

    private final String prefix;
    private final boolean changesOwner;

    Unprivileged(String prefix, boolean changesOwner) {
        this.prefix = prefix;
        this.changesOwner = changesOwner;
    }

    /** The way for this process, or empty when it is root and has no way to be less. */
    static Optional<Unprivileged> find() {
        return Found.WAY;
    }

    /** What to put before a command. The command keeps the process id of the whole. */
    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1));
    }

    /** Gives a folder and all in it to the user that the server will run as. */
    void own(Path folder) {
        if (!changesOwner) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.setAttribute(path, "unix:uid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hand " + folder + " to an unprivileged user", e);
        }
    }

    private static final class Found {

        static final Optional<Unprivileged> WAY = look();

        private static Optional<Unprivileged> look() {
            if (!isRoot()) {
                return Optional.of(AS_IS);
            }
            return Stream.of(NAMESPACE, NOBODY).filter(Found::works).findFirst();
        }

        private static boolean isRoot() {
            try {
                return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
            } catch (IOException | UnsupportedOperationException e) {
                // No proc file system, so not Linux: whatever user this is, the servers are left to refuse it.
                return false;
            }
        }

        private static boolean works(Unprivileged way) {
            return Commands.succeeds(
                    Stream.concat(way.prefix().stream(), Stream.of("true")).toList());
        }
    }
}
