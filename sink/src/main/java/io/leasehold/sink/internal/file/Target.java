package io.leasehold.sink.internal.file;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a file goes and who may read it.
 *
 * @param path absolute
 * @param permissions its permissions
 * @param owner who owns it, or null for whoever runs this process
 * @param group its group, or null
 */
public record Target(
        Path path,
        Set<PosixFilePermission> permissions,
        @Nullable String owner,
        @Nullable String group) {

    /** Copies, and makes the path absolute. */
    public Target {
        path = path.toAbsolutePath().normalize();
        if (path.getParent() == null || path.getFileName() == null) {
            throw new InvalidRequestException("destination", "must be a file, was " + path);
        }
        permissions = Set.copyOf(permissions);
    }

    Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * Refuses what must not be replaced. A link is not followed: whoever may write where it stands could send the secret
     * elsewhere; and a rename would replace the link, not the file that it leads to.
     */
    void requireReplaceable() throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a symbolic link to " + Files.readSymbolicLink(path)
                    + ": name the file itself as the destination");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " exists and is no regular file");
        }
    }
}
