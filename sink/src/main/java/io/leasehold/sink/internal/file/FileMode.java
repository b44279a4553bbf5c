package io.leasehold.sink.internal.file;

import io.leasehold.error.InvalidRequestException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Permissions as octal text, as {@code chmod} has them. */
public final class FileMode {

    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    /** In the order of their bits, the lowest first. */
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private FileMode() {}

    /**
     * Reads permissions.
     *
     * @param text such as {@code 0640}
     * @return the permissions
     * @throws InvalidRequestException when they are not octal, let everybody write, or do not let the owner read
     */
    public static Set<PosixFilePermission> parse(String text) {
        if (!OCTAL.matcher(text).matches()) {
            throw new InvalidRequestException(
                    "permissions", "must be three octal digits, as in 0600 or 0644, was " + text);
        }
        int mode = Integer.parseInt(text, 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(BITS[bit]);
            }
        }
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new InvalidRequestException("permissions", text + " lets everybody change the file");
        }
        if (!permissions.contains(PosixFilePermission.OWNER_READ)) {
            throw new InvalidRequestException("permissions", text + " does not let the owner read the file");
        }
        return permissions;
    }

    /**
     * Writes permissions.
     *
     * @param permissions the permissions
     * @return such as {@code rw-r-----}
     */
    public static String text(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.toString(permissions);
    }
}
