package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.tls.PemText;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.security.PrivateKey;
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

    private static final String FIELD = "private_key";

    /** The key; empty for a login by password. */
    Optional<PrivateKey> key() {
        if (privateKey == null || privateKey.isBlank()) {
            return Optional.empty();
        }
        PrivateKey key = PemText.key(FIELD, privateKey);
        if (!key.getAlgorithm().equals("RSA")) {
            throw new InvalidRequestException(FIELD, "is no RSA key, which is the one kind that Snowflake takes");
        }
        return Optional.of(key);
    }

    @Override
    public String toString() {
        return "SnowflakeOptions";
    }
}
