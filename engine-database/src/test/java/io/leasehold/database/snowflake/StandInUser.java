package io.leasehold.database.snowflake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user.
 *
 * @param name as the service has it
 * @param properties what was set, by name in capitals
 */
public record StandInUser(String name, Map<String, String> properties) {

    StandInUser with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(properties);
        all.putAll(more);
        return new StandInUser(name, all);
    }

    public String get(String property) {
        return properties.getOrDefault(property, "");
    }

    boolean disabled() {
        return get("DISABLED").equalsIgnoreCase("TRUE");
    }

    /** A user without a password logs in with none. */
    boolean hasPassword(String given) {
        return !get("PASSWORD").isEmpty() && get("PASSWORD").equals(given);
    }

    /** Whether a token of the driver's is signed with the key whose public half the user has (RFC 7515, RS256). */
    boolean signed(String token) {
        try {
            String[] parts = token.split("\\.", -1);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(get("RSA_PUBLIC_KEY")))));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            return false;
        }
    }
}
