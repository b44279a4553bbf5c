package io.leasehold.aws.internal.kms;

import io.leasehold.aws.internal.failure.FailureWords;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call to KMS means ("Errors" of Decrypt, Encrypt and DescribeKey, AWS KMS API Reference). Only what KMS says about
 * the wrapped key itself is a wrong key; all else, a refusal too, says nothing about it. Stateless.
 */
final class KmsErrors {

    /** For Decrypt: "the ciphertext, or authenticated encryption context, is corrupted, missing, or otherwise invalid". */
    private static final Set<String> WRONG_KEY = Set.of("InvalidCiphertextException", "IncorrectKeyException");

    private static final String UNUSABLE = "InvalidKeyUsageException";
    private static final String UNKNOWN = "NotFoundException";

    private static final Map<String, String> ADVICE = Map.of(
            "AccessDeniedException",
            "allow kms:Encrypt and kms:Decrypt with this key, and kms:DescribeKey where an alias or an id is used",
            "DisabledException",
            "enable the key again",
            "KMSInvalidStateException",
            "a key that waits for its deletion is saved by cancelling that and enabling it",
            UNKNOWN,
            "the key was deleted, or is in another region or account");

    private KmsErrors() {}

    /**
     * Turns the failure of a call that names the key.
     *
     * @param action the action of the API
     * @param key the key's name
     * @param failure what the SDK threw
     */
    static LeaseholdException of(String action, String key, SdkException failure) {
        String code = FailureWords.code(failure);
        if (code.equals(UNUSABLE)) {
            return new InvalidRequestException("key", "is not for symmetric encryption in AWS KMS: " + key);
        }
        return new StorageException(
                action.equals("Decrypt") && WRONG_KEY.contains(code) ? Reason.WRONG_KEY : Reason.UNAVAILABLE,
                "AWS KMS, " + action + " with " + key + ": " + FailureWords.of(failure) + advice(code),
                null);
    }

    /** The same for the call that looks for it. */
    static LeaseholdException ofLookup(String key, SdkException failure) {
        return FailureWords.code(failure).equals(UNKNOWN)
                ? new InvalidRequestException(
                        "key", "is unknown to AWS KMS in this region and account: " + FailureWords.of(failure))
                : of("DescribeKey", key, failure);
    }

    private static String advice(String code) {
        String advice = ADVICE.get(code);
        return advice == null ? "" : " (" + advice + ")";
    }
}
