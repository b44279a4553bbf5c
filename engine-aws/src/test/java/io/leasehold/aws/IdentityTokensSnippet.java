package io.leasehold.aws;

import io.leasehold.SecretBroker;
import io.leasehold.aws.spi.IdentityTokens;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Map;

/** The snippet of the section on the root credential; a test of the examples compares it. */
final class IdentityTokensSnippet {

    private IdentityTokensSnippet() {}

    /** What an application has that signs tokens. */
    interface Issuer {
        String sign(String subject, String audience, Duration ttl);
    }

    static IdentityTokens configure(SecretBroker broker, Issuer issuer) {
        // tag::snippet[]
        broker.write(
                "aws/config/root",
                Map.of(
                        "role_arn", "arn:aws:iam::111122223333:role/Leasehold",
                        "identity_token_audience", "sts.amazonaws.com",
                        "region", "eu-central-1"));
        // The class that META-INF/services/io.leasehold.aws.spi.IdentityTokens names does this:
        IdentityTokens tokens = (audience, ttl) -> SecretText.of(issuer.sign("billing", audience, ttl));
        // end::snippet[]
        return tokens;
    }
}
