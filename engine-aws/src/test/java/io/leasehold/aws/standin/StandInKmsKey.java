package io.leasehold.aws.standin;

/**
 * A key in the stand-in for KMS.
 *
 * @param arn its ARN
 * @param spec its {@code KeySpec}
 * @param usage its {@code KeyUsage}
 * @param material what it encrypts with; related multi-Region keys have the same
 */
public record StandInKmsKey(String arn, String spec, String usage, String material) {

    public String id() {
        return arn.substring(arn.indexOf("key/") + 4);
    }

    String region() {
        return arn.split(":", -1)[3];
    }

    /** Whether a request's {@code KeyId} names it, aliases apart. */
    boolean isNamed(String keyId) {
        return keyId.equals(arn) || keyId.equals(id());
    }

    boolean isForEncryption() {
        return spec.equals("SYMMETRIC_DEFAULT") && usage.equals("ENCRYPT_DECRYPT");
    }
}
