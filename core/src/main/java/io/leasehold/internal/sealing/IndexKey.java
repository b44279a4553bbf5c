package io.leasehold.internal.sealing;

import io.leasehold.internal.crypto.Fields;
import io.leasehold.internal.crypto.HmacSha256;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/**
 * The key of a store's keyed hashes. It is random, wrapped in the key ring, and never rotated: what is stored under a hash
 * must be found for ever. Without it a hash tells nothing, not even whether a guess is right. Thread-safe.
 */
public final class IndexKey {

    /** 128 bits: no two names meet by accident, and none can be made to. */
    private static final int TAG_BYTES = 16;

    private static final String RING = "key ring";
    private static final String ACCOUNT = "account";
    private static final String TAG = "tag";

    private final SecretKey key;

    IndexKey(SecretKey key) {
        this.key = key;
    }

    /**
     * The tag of an account in the clear part of a lease: tells whether two leases mean the same account.
     *
     * @param targetId the target
     * @param account the account's name on the target
     * @return 32 hexadecimal digits
     */
    public String accountTag(String targetId, String account) {
        return hex(new Fields().text(ACCOUNT).text(targetId).text(account));
    }

    /**
     * A tag for another use.
     *
     * @param use names the use; tags of different uses have nothing in common
     * @param parts what to hash, in order
     * @return 32 hexadecimal digits
     */
    public String tag(String use, String... parts) {
        Fields fields = new Fields().text(TAG).text(use).number(parts.length);
        for (String part : parts) {
            fields.text(part);
        }
        return hex(fields);
    }

    /** Authenticates the content of the key ring. */
    byte[] ringCode(byte[] associated, byte[] content) {
        return HmacSha256.of(
                key, new Fields().text(RING).bytes(associated).bytes(content).toBytes());
    }

    /** The key itself, to be wrapped by another master key; the caller wipes it. */
    byte[] encoded() {
        return key.getEncoded();
    }

    private String hex(Fields fields) {
        return HexFormat.of().formatHex(HmacSha256.of(key, fields.toBytes()), 0, TAG_BYTES);
    }

    @Override
    public String toString() {
        return "index key";
    }
}
