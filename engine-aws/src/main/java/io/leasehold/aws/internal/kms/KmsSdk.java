package io.leasehold.aws.internal.kms;

import io.leasehold.error.InvalidRequestException;

/** The SDK's client of KMS, which is an optional dependency. */
public final class KmsSdk {

    private static final String CLIENT = "software.amazon.awssdk.services.kms.KmsClient";
    private static final String COORDINATES = "software.amazon.awssdk:kms";

    private KmsSdk() {}

    /**
     * Sees that it is there.
     *
     * @throws InvalidRequestException with its coordinates when it is not
     */
    public static void require() {
        try {
            Class.forName(CLIENT, false, KmsSdk.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new InvalidRequestException(
                    "a master key in AWS KMS needs the SDK's client, which is missing: add the dependency "
                            + COORDINATES);
        }
    }
}
