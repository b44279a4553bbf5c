package io.leasehold.sink.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file that is written beside its destination and then takes its place. It has its final owner and permissions before the first
 * byte of content, so that at no moment anybody can read it who may not read the destination.
 */
final class PendingFile {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 8;

    private final Target target;
    private final Path temporary;

    private PendingFile(Target target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
    }

    /** Names of this shape are ours: what a killed process has left is known by it. */
    static Pattern leftovers(Target target) {
        return Pattern.compile(Pattern.quote("." + target.name() + ".leasehold-") + "[0-9a-f]{16}");
    }

    /** Writes all, down to the disk. Nothing is left when this fails. */
    static PendingFile write(Target target, byte[] content) throws IOException {
        byte[] suffix = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(suffix);
        Path temporary = target.folder()
                .resolve("." + target.name() + ".leasehold-" + HexFormat.of().formatHex(suffix));
        PendingFile pending = new PendingFile(target, temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), initially(target))) {
            pending.own();
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
            return pending;
        } catch (IOException | RuntimeException e) {
            pending.discard();
            throw e;
        }
    }

    /** Nobody but the owner, until the owner and the group are the right ones. */
    private static FileAttribute<?>[] initially(Target target) {
        if (!isPosix(target.folder())) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> own = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        own.retainAll(target.permissions());
        own.add(PosixFilePermission.OWNER_WRITE);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(own)};
    }

    static boolean isPosix(Path folder) {
        return Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private void own() throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        UserPrincipalLookupService names = temporary.getFileSystem().getUserPrincipalLookupService();
        String group = target.group();
        if (group != null) {
            view.setGroup(group(names, group));
        }
        String owner = target.owner();
        if (owner != null) {
            view.setOwner(user(names, owner));
        }
        // Again: what the process's umask has taken away, and what a change of owner may have.
        view.setPermissions(target.permissions());
    }

    private static UserPrincipal user(UserPrincipalLookupService names, String name) throws IOException {
        try {
            return names.lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException e) {
            throw unknown(name, e);
        }
    }

    private static GroupPrincipal group(UserPrincipalLookupService names, String name) throws IOException {
        try {
            return names.lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException e) {
            throw unknown(name, e);
        }
    }

    /** Newer JDKs do not say which name they did not find. */
    private static IOException unknown(String name, UserPrincipalNotFoundException cause) {
        return new IOException("there is no user or group " + name, cause);
    }

    /** Whether the destination has the owner, the group and the permissions that it shall have. */
    static boolean isOwned(Target target) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(target.path(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipalLookupService names = target.path().getFileSystem().getUserPrincipalLookupService();
        String owner = target.owner();
        String group = target.group();
        return attributes.permissions().equals(target.permissions())
                && (owner == null || attributes.owner().equals(user(names, owner)))
                && (group == null || attributes.group().equals(group(names, group)));
    }

    /** Takes the destination's place in one step. */
    void publish() throws IOException {
        target.requireReplaceable();
        Files.move(temporary, target.path(), StandardCopyOption.ATOMIC_MOVE);
    }

    void discard() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The next start removes it.
        }
    }

    /** Makes the renames in a folder last through a loss of power. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            if (isPosix(folder)) {
                throw e;
            }
            // Elsewhere folders cannot be opened, and need not be.
        }
    }
}
