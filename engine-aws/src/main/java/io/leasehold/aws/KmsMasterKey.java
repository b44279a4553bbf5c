package io.leasehold.aws;

import io.leasehold.aws.internal.kms.DataKeyCipher;
import io.leasehold.aws.internal.kms.KmsConnection;
import io.leasehold.aws.internal.kms.KmsKeyName;
import io.leasehold.aws.internal.kms.KmsSdk;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.key.MasterKey;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A master key that never leaves AWS KMS: data keys are wrapped by {@code Encrypt} and unwrapped by {@code Decrypt}, with an
 * encryption context that binds them to their store and their use. Needs a symmetric key for encryption, and the optional
 * dependency {@code software.amazon.awssdk:kms}.
 *
 * <p>{@link #id()} is made of the key's ARN. An alias, or an id without account, is resolved once, when this is made: an alias
 * that is moved to another key means another master key from the next start on, and then both are given to the broker and the
 * ring is rewrapped, as with any other master key. Automatic and on-demand rotation of the key's material in KMS changes neither
 * the ARN nor what was wrapped before. Multi-Region keys that are related have one id, so that a replica unwraps what the
 * primary wrapped.
 *
 * <p>KMS is asked when a broker starts, when a data key is made or first seen, and when the ring is rewrapped; never for a single
 * value. Each call is bounded by {@link Builder#timeout}. A KMS that does not answer, that refuses, or whose key is disabled, is
 * {@code UNAVAILABLE}, never {@code WRONG_KEY}. Thread-safe.
 */
public final class KmsMasterKey implements MasterKey, AutoCloseable {

    private final DataKeyCipher cipher;

    private KmsMasterKey(DataKeyCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * Starts a master key.
     *
     * @return a builder in which nothing is set; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Names the key by its ARN, without the region when it is a multi-Region key.
     *
     * @return {@code aws-kms:} and the ARN
     */
    @Override
    public String id() {
        return cipher.id();
    }

    /**
     * Wraps a data key in KMS.
     *
     * @param dataKey the data key, 1 to 4096 bytes; not kept
     * @param context bound to the result, as its SHA-256 in the encryption context
     * @return the wrapped key
     * @throws io.leasehold.error.StorageException with reason {@code UNAVAILABLE} when KMS does not do it
     * @throws InvalidRequestException when the key in KMS is not for symmetric encryption
     * @throws io.leasehold.error.ClosedException after {@link #close()}
     */
    @Override
    public byte[] wrap(byte[] dataKey, byte[] context) {
        return cipher.wrap(dataKey, context);
    }

    /**
     * Unwraps a data key in KMS.
     *
     * @param wrapped what {@link #wrap} returned
     * @param context the context it was wrapped with
     * @return the data key; the caller wipes it
     * @throws io.leasehold.error.StorageException with reason {@code WRONG_KEY} when KMS says that it was wrapped by another
     *     key, for another context, or was damaged; {@code UNAVAILABLE} when it does not answer or refuses
     * @throws io.leasehold.error.ClosedException after {@link #close()}
     */
    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        return cipher.unwrap(wrapped, context);
    }

    /**
     * Ends the client of KMS that was made here; one that was given is left open. To be called after the broker is closed. May be
     * called repeatedly.
     */
    @Override
    public void close() {
        cipher.close();
    }

    /** Names the key by its id. */
    @Override
    public String toString() {
        return "master key " + id();
    }

    /** Says which key, and how KMS is reached. Not thread-safe. */
    public static final class Builder {

        private static final Duration TIMEOUT = Duration.ofSeconds(10);
        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

        private @Nullable String key;
        private @Nullable KmsClient client;
        private @Nullable String region;
        private @Nullable URI endpoint;
        private @Nullable AwsCredentialsProvider credentials;
        private Duration timeout = TIMEOUT;

        private Builder() {}

        /**
         * Sets the key.
         *
         * @param value its ARN, its id, the ARN of an alias, or the name of an alias as {@code alias/NAME}. With the ARN of a
         *     key KMS is not asked until the key is used; the others need {@code kms:DescribeKey}
         * @return this builder
         */
        public Builder key(String value) {
            this.key = value;
            return this;
        }

        /**
         * Sets a client that is used, and not closed. Its region has to be the key's.
         *
         * @param value the client
         * @return this builder
         */
        @SuppressWarnings("exports") // whoever has a client reads its module
        public Builder client(KmsClient value) {
            this.client = value;
            return this;
        }

        /**
         * Sets the region of a client that is made here; that of the ARN, else of {@code AWS_REGION} or
         * {@code AWS_DEFAULT_REGION}, by default.
         *
         * @param value such as {@code eu-central-1}
         * @return this builder
         */
        public Builder region(String value) {
            this.region = value;
            return this;
        }

        /**
         * Sets another endpoint than the region's for a client that is made here, such as that of a VPC endpoint.
         *
         * @param value an http or https URL
         * @return this builder
         */
        public Builder endpoint(URI value) {
            this.endpoint = value;
            return this;
        }

        /**
         * Sets the credentials of a client that is made here; the SDK's default chain without them. Not credentials that the
         * broker issues: it opens its store with this key.
         *
         * @param value a provider, which is not closed
         * @return this builder
         */
        public Builder credentials(AwsCredentialsProvider value) {
            this.credentials = value;
            return this;
        }

        /**
         * Sets how long one call may take, with all its attempts.
         *
         * @param value more than nothing, a minute at most; 10 seconds by default
         * @return this builder
         */
        public Builder timeout(Duration value) {
            this.timeout = value;
            return this;
        }

        /**
         * Makes the master key. Asks KMS for the key's ARN unless it was given.
         *
         * @return the master key, for the caller to close after the broker
         * @throws InvalidRequestException naming what is missing or wrong, also when KMS knows no such key, when it is not for
         *     symmetric encryption, and when {@code software.amazon.awssdk:kms} is not there
         * @throws io.leasehold.error.StorageException with reason {@code UNAVAILABLE} when KMS does not answer or refuses
         */
        public KmsMasterKey build() {
            KmsSdk.require();
            KmsKeyName name = KmsKeyName.parse(key);
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new InvalidRequestException("timeout", "must be more than nothing and at most a minute");
            }
            if (client == null) {
                String found = KmsConnection.region(name, region, System.getenv());
                return of(name, KmsConnection.own(found, endpoint, credentials, timeout));
            }
            if (region != null || endpoint != null || credentials != null) {
                throw new InvalidRequestException(
                        "client", "is there, so that region, endpoint and credentials are of no use: leave them out");
            }
            return of(name, KmsConnection.shared(client));
        }

        private KmsMasterKey of(KmsKeyName name, KmsConnection connection) {
            return new KmsMasterKey(DataKeyCipher.open(name, connection, timeout));
        }
    }
}
