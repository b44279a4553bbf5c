package io.leasehold.spi.name;

import io.leasehold.internal.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What tells a name as one that was made by one mount and, in it, by one source of names such as a connection: for targets
 * that have no other place for a mark. In the characters that {@code random N} draws, N being {@value #SIGNED_LENGTH} or more,
 * those after the first {@value #SEED_LENGTH} are a check of them: digits of a hash over store, mount, source and seed. Case does not count, since templates may fold it. A foreign
 * name has the check by chance once in 36 to the power of {@value #CHECK_LENGTH}, about 2 to the 41, for each place in it.
 *
 * <p>The hash has no key: whoever may create accounts on the server can make one that looks like the broker's, and gets
 * nothing by it but the removal of that account. Known to the brokers of other versions: never change it. Immutable.
 *
 * @param storeId the store of the broker
 * @param mountPath where the engine is mounted
 * @param source what makes names in that engine, such as the name of a connection
 */
public record NameSign(String storeId, String mountPath, String source) {

    static final int SEED_LENGTH = 11;
    static final int CHECK_LENGTH = 8;

    /** One drawn character follows the check, so that a name that keeps all that was drawn keeps the check too. */
    static final int SIGNED_LENGTH = SEED_LENGTH + CHECK_LENGTH + 1;

    private static final int RADIX = 36;
    private static final long CHECKS = (long) Math.pow(RADIX, CHECK_LENGTH);

    /** Signs for nobody, for trying templates out. */
    static final NameSign NONE = new NameSign("", "", "");

    /**
     * Whether a name was made by this source.
     *
     * @param name the name of an account
     * @return whether the check is somewhere in it
     */
    public boolean isIn(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        for (int at = 0; at + SEED_LENGTH + CHECK_LENGTH <= folded.length(); at++) {
            int end = at + SEED_LENGTH;
            if (folded.startsWith(check(folded.substring(at, end)), end)) {
                return true;
            }
        }
        return false;
    }

    /** The check of a seed: {@value #CHECK_LENGTH} lower-case letters and digits. */
    String check(String seed) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (String part : new String[] {storeId, mountPath, source, seed.toLowerCase(Locale.ROOT)}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            message.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            message.writeBytes(bytes);
        }
        long number = ByteBuffer.wrap(Sha256.of(message.toByteArray())).getLong();
        String digits = Long.toString(Long.remainderUnsigned(number, CHECKS), RADIX);
        return "0".repeat(CHECK_LENGTH - digits.length()) + digits;
    }
}
