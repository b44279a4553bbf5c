package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.internal.name.AwsNames;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * Names as the engine will make them, and what they all begin with.
 *
 * @param user a user's name
 * @param users what all users' names begin with; may be empty
 * @param federated the name of a federated session
 * @param federatedUsers what all of those begin with; may be empty
 */
record SampleNames(String user, String users, String federated, String federatedUsers) {

    static SampleNames of(AwsNames names, String displayName, Instant now, SecureRandom random) {
        return new SampleNames(
                names.user(displayName, "role", now, random),
                names.userPrefix(random),
                names.federation(displayName, "role", now, random),
                names.federationPrefix(random));
    }
}
