package io.leasehold.aws.internal.kms;

import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * Wraps and unwraps data keys by one key of KMS. Thread-safe.
 *
 * <p>A wrapped key is a byte with the number of the format, and the ciphertext as KMS gave it. Decrypt is told which key it has
 * to be, so that a ciphertext of somebody else's key is refused and not decrypted ("use the KeyId parameter", Decrypt, AWS KMS API
 * Reference). The encryption context is logged in the clear by CloudTrail, and holds nothing secret.
 */
public final class DataKeyCipher implements AutoCloseable {

    /** Names the library and the use, for policies with the condition {@code kms:EncryptionContext:leasehold}. */
    private static final String USE = "leasehold";

    private static final String USE_VALUE = "data-key";

    /** What the result is bound to. */
    private static final String CONTEXT = "leasehold-context";

    /** Another than that of keys in memory. */
    private static final byte FORMAT = 'K';

    private final KmsConnection connection;
    private final Duration timeout;
    private final String key;
    private final String id;
    private volatile boolean closed;

    private DataKeyCipher(KmsConnection connection, Duration timeout, Arn key) {
        this.connection = connection;
        this.timeout = timeout;
        this.key = key.toString();
        this.id = KmsKeyName.masterKeyId(key);
    }

    /**
     * Opens a key, after asking for its ARN unless that was given.
     *
     * @param name the key
     * @param connection where it is; closed with the result, or when this fails
     * @param timeout how long a call may take with all its attempts
     * @return the key
     */
    public static DataKeyCipher open(KmsKeyName name, KmsConnection connection, Duration timeout) {
        try {
            Arn key = name.keyArn().orElseGet(() -> lookup(name, connection.client(), timeout));
            return new DataKeyCipher(connection, timeout, key);
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static Arn lookup(KmsKeyName name, KmsClient client, Duration timeout) {
        KeyMetadata found;
        try {
            found = client.describeKey(request -> request.keyId(name.text()).overrideConfiguration(limit(timeout)))
                    .keyMetadata();
        } catch (SdkException failure) {
            throw KmsErrors.ofLookup(name.text(), failure);
        }
        if (found.keyUsage() != KeyUsageType.ENCRYPT_DECRYPT || found.keySpec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw new InvalidRequestException(
                    "key",
                    name.text() + " is a key of " + found.keySpecAsString() + " for " + found.keyUsageAsString()
                            + ": a master key has to be a symmetric one for encryption (SYMMETRIC_DEFAULT)");
        }
        return KmsKeyName.parse(found.arn())
                .keyArn()
                .orElseThrow(() -> new InvalidRequestException("key", "AWS KMS named no ARN of a key for it"));
    }

    /**
     * Names the key.
     *
     * @return the master key's id
     */
    public String id() {
        return id;
    }

    /**
     * Wraps a data key.
     *
     * @param dataKey the data key
     * @param context what it is bound to
     * @return the wrapped key
     */
    public byte[] wrap(byte[] dataKey, byte[] context) {
        byte[] sealed = ask(
                "Encrypt",
                kms -> kms.encrypt(request -> request.keyId(key)
                                .plaintext(SdkBytes.fromByteArrayUnsafe(dataKey))
                                .encryptionContext(bound(context))
                                .overrideConfiguration(limit(timeout)))
                        .ciphertextBlob()
                        .asByteArrayUnsafe());
        byte[] wrapped = new byte[1 + sealed.length];
        wrapped[0] = FORMAT;
        System.arraycopy(sealed, 0, wrapped, 1, sealed.length);
        return wrapped;
    }

    /**
     * Unwraps a data key.
     *
     * @param wrapped the wrapped key
     * @param context what it is bound to
     * @return the data key, of which the SDK keeps no array; the caller wipes it
     */
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        if (wrapped.length < 2 || wrapped[0] != FORMAT) {
            throw new StorageException(
                    Reason.WRONG_KEY, "a key that was not wrapped in AWS KMS cannot be unwrapped by " + key, null);
        }
        SdkBytes sealed = SdkBytes.fromByteArrayUnsafe(Arrays.copyOfRange(wrapped, 1, wrapped.length));
        return ask(
                "Decrypt",
                kms -> kms.decrypt(request -> request.keyId(key)
                                .ciphertextBlob(sealed)
                                .encryptionContext(bound(context))
                                .overrideConfiguration(limit(timeout)))
                        .plaintext()
                        .asByteArrayUnsafe());
    }

    private <T> T ask(String action, Function<KmsClient, T> call) {
        if (closed) {
            throw new ClosedException("the master key in AWS KMS");
        }
        try {
            return call.apply(connection.client());
        } catch (SdkException failure) {
            throw KmsErrors.of(action, key, failure);
        }
    }

    /** As a hash, because KMS takes short texts, and shows them. */
    private static Map<String, String> bound(byte[] context) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(context);
            return Map.of(USE, USE_VALUE, CONTEXT, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Consumer<AwsRequestOverrideConfiguration.Builder> limit(Duration timeout) {
        return overrides ->
                overrides.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout.dividedBy(KmsConnection.ATTEMPTS));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            connection.close();
        }
    }
}
