package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.root.CallerIdentity;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Whose permissions count when a credential is used.
 *
 * @param kind what it is
 * @param partition the partition of AWS
 * @param account the account's number
 * @param arn the user or role of IAM; of a session, the role that it is of
 */
record Principal(Kind kind, String partition, String account, String arn) {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String SESSION = "assumed-role/";

    /** What it is. */
    enum Kind {
        /** A user or a role, whose policies AWS can be asked about. */
        IDENTITY,
        /** The account's root user, who may do everything. */
        ROOT_USER,
        /** A federated session, which may not call IAM at all. */
        FEDERATED
    }

    /** Asks AWS who a credential is, and where the role of a session is, whose path the session does not show. */
    static Principal of(AwsClients clients) {
        String caller = CallerIdentity.of(clients).arn();
        Arn arn = Arn.parse(caller)
                .orElseThrow(() -> new TargetRefusedException(
                        "GetCallerIdentity: the answer names nobody that is known: " + caller, false, null));
        if (arn.resource().equals("root")) {
            return new Principal(Kind.ROOT_USER, arn.partition(), arn.account(), caller);
        }
        if (!arn.resource().startsWith(SESSION)) {
            Kind kind = arn.service().equals("iam") ? Kind.IDENTITY : Kind.FEDERATED;
            return new Principal(kind, arn.partition(), arn.account(), caller);
        }
        String role = arn.resource().substring(SESSION.length()).split("/", 2)[0];
        return new Principal(Kind.IDENTITY, arn.partition(), arn.account(), role(clients, arn, role));
    }

    private static String role(AwsClients clients, Arn session, String name) {
        try {
            return clients.iam()
                    .getRole(request ->
                            request.roleName(name).overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT)))
                    .role()
                    .arn();
        } catch (SdkException failure) {
            if (AwsErrors.of("GetRole", false, failure) instanceof TargetRefusedException) {
                // Most roles have no path.
                return "arn:" + session.partition() + ":iam::" + session.account() + ":role/" + name;
            }
            throw AwsErrors.of("GetRole", false, failure);
        }
    }

    /** An ARN of IAM in its account. */
    String iam(String resource) {
        return "arn:" + partition + ":iam::" + account + ":" + resource;
    }

    /** An ARN of STS in its account. */
    String sts(String resource) {
        return "arn:" + partition + ":sts::" + account + ":" + resource;
    }
}
