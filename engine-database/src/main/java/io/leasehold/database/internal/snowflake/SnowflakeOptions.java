package io.leasehold.database.internal.snowflake;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Snowflake has.
 *
 * @param privateKey the administrator's key, in place of a password
 */
public record SnowflakeOptions(
        @Field("The administrator's RSA key as PKCS #8 PEM, in place of a password.") @Sensitive @Nullable
        String privateKey) {

    /** The key; empty for a login by password. */
    Optional<PrivateKey> key() {
        if (privateKey == null || privateKey.isBlank()) {
            return Optional.empty();
        }
        if (!privateKey.contains("-----BEGIN PRIVATE KEY-----")) {
            throw unreadable();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(privateKey.replaceAll("-----[A-Z ]+-----", ""));
            return Optional.of(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw unreadable();
        }
    }

    private static InvalidRequestException unreadable() {
        return new InvalidRequestException(
                "private_key", "is no RSA key in PKCS #8 PEM without a pass phrase (BEGIN PRIVATE KEY)");
    }

    @Override
    public String toString() {
        return "SnowflakeOptions";
    }
}
