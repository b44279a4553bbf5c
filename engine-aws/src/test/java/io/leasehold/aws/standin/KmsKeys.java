package io.leasehold.aws.standin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/** The keys of the stand-in for KMS, and what they have encrypted. Thread-safe. */
final class KmsKeys {

    private static final int LARGEST_PLAINTEXT = 4096;

    private final Map<String, StandInKmsKey> keys = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, StandInKmsKey> aliases = new HashMap<>();
    private final Map<String, Sealed> sealed = new HashMap<>();

    /** What a ciphertext holds, which itself is a random name for it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sealed(String material, Map<String, String> context, byte[] plaintext) {}

    synchronized StandInKmsKey add(String region, String spec, String usage) {
        return put(new StandInKmsKey(arn(region, UUID.randomUUID().toString()), spec, usage, Ids.secret()));
    }

    synchronized StandInKmsKey addMultiRegion(String region) {
        String id = "mrk-" + UUID.randomUUID().toString().replace("-", "");
        return put(new StandInKmsKey(arn(region, id), "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", Ids.secret()));
    }

    synchronized StandInKmsKey replicate(StandInKmsKey primary, String region) {
        return put(new StandInKmsKey(arn(region, primary.id()), primary.spec(), primary.usage(), primary.material()));
    }

    private StandInKmsKey put(StandInKmsKey key) {
        keys.put(key.arn(), key);
        states.put(key.arn(), "Enabled");
        return key;
    }

    private static String arn(String region, String id) {
        return "arn:aws:kms:" + region + ":" + Account.ID + ":key/" + id;
    }

    synchronized void alias(String name, StandInKmsKey key) {
        aliases.put(name, key);
    }

    synchronized void state(StandInKmsKey key, String state) {
        states.put(key.arn(), state);
    }

    synchronized void delete(StandInKmsKey key) {
        keys.remove(key.arn());
        states.remove(key.arn());
    }

    /** The key that a request names in its region. */
    synchronized StandInKmsKey find(String region, String keyId) {
        String alias = keyId.contains(":alias/") ? keyId.substring(keyId.indexOf(":alias/") + 1) : keyId;
        StandInKmsKey named = aliases.get(alias);
        if (named != null && named.region().equals(region) && keys.containsKey(named.arn())) {
            return named;
        }
        return keys.values().stream()
                .filter(key -> key.region().equals(region) && key.isNamed(keyId))
                .findFirst()
                .orElseThrow(() -> new AwsError(400, "NotFoundException", "Key '" + keyId + "' does not exist"));
    }

    synchronized String state(StandInKmsKey key) {
        return states.getOrDefault(key.arn(), "PendingDeletion");
    }

    synchronized byte[] encrypt(StandInKmsKey key, byte[] plaintext, Map<String, String> context) {
        requireUsable(key);
        if (plaintext.length == 0 || plaintext.length > LARGEST_PLAINTEXT) {
            throw new AwsError(400, "ValidationException", "Value at 'plaintext' failed to satisfy constraint");
        }
        byte[] name = Ids.secret().getBytes(StandardCharsets.US_ASCII);
        sealed.put(HexFormat.of().formatHex(name), new Sealed(key.material(), context, plaintext.clone()));
        return name;
    }

    synchronized byte[] decrypt(StandInKmsKey key, byte[] ciphertext, Map<String, String> context) {
        requireUsable(key);
        Sealed found = sealed.get(HexFormat.of().formatHex(ciphertext));
        if (found == null) {
            throw new AwsError(400, "InvalidCiphertextException", "");
        }
        if (!found.material().equals(key.material())) {
            throw new AwsError(
                    400,
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.");
        }
        if (!found.context().equals(context)) {
            throw new AwsError(400, "InvalidCiphertextException", "");
        }
        return Arrays.copyOf(found.plaintext(), found.plaintext().length);
    }

    private void requireUsable(StandInKmsKey key) {
        if (!key.isForEncryption()) {
            throw new AwsError(
                    400,
                    "InvalidKeyUsageException",
                    key.arn() + " key usage is " + key.usage() + " which is not valid");
        }
        switch (state(key)) {
            case "Enabled" -> {}
            case "Disabled" -> throw new AwsError(400, "DisabledException", key.arn() + " is disabled.");
            default -> throw new AwsError(400, "KMSInvalidStateException", key.arn() + " is pending deletion.");
        }
    }
}
