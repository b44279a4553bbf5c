package io.leasehold.aws.standin;

import java.time.Instant;

/**
 * Temporary credentials.
 *
 * @param keyId the access key id
 * @param secret the secret access key
 * @param token the session token
 * @param expires when they end
 * @param base the user that they hang on, null for sessions of roles
 * @param caller who calls with them
 */
record StandInSession(String keyId, String secret, String token, Instant expires, StandInUser base, Caller caller) {

    static StandInSession of(Instant expires, StandInUser base, Caller caller) {
        return new StandInSession(
                Ids.next("ASIA"), Ids.secret(), Ids.secret() + Ids.secret() + Ids.secret(), expires, base, caller);
    }

    void write(Xml result) {
        result.element(
                "Credentials",
                each -> each.text("AccessKeyId", keyId)
                        .text("SecretAccessKey", secret)
                        .text("SessionToken", token)
                        .date("Expiration", expires));
    }
}
