import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.spi.IdentityTokens;
import io.leasehold.spi.engine.SecretEngineProvider;

/** Short-lived AWS credentials, and a credentials provider that lives on them. */
module io.leasehold.aws {
    requires static org.jspecify;
    requires static software.amazon.awssdk.services.kms;
    requires transitive io.leasehold.core;
    requires transitive software.amazon.awssdk.auth;
    requires transitive software.amazon.awssdk.core;
    requires transitive software.amazon.awssdk.identity.spi;
    requires io.leasehold.rotation;
    requires org.slf4j;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.services.iam;
    requires software.amazon.awssdk.services.sts;
    requires tools.jackson.databind;

    exports io.leasehold.aws;
    exports io.leasehold.aws.spi;

    opens io.leasehold.aws to
            tools.jackson.databind;
    opens io.leasehold.aws.internal.engine to
            tools.jackson.databind;
    opens io.leasehold.aws.internal.key to
            tools.jackson.databind;
    opens io.leasehold.aws.internal.root to
            tools.jackson.databind;
    opens io.leasehold.aws.internal.staticrole to
            tools.jackson.databind;

    uses IdentityTokens;

    provides SecretEngineProvider with
            AwsEngineProvider;
}
