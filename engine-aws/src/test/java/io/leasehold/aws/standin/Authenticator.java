package io.leasehold.aws.standin;

import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds out who sends a request. Runs with the account's monitor held. */
final class Authenticator {

    /** IAM is global, and signed for where its control plane is. With an endpoint of its own the SDK signs for all. */
    private static final Set<String> IAM_REGIONS = Set.of("us-east-1", "aws-global");

    private final Account account;

    Authenticator(Account account) {
        this.account = account;
    }

    Caller caller(String service, String action, String path, UnaryOperator<String> header, byte[] body) {
        String authorization = header.apply("authorization");
        if (authorization.isEmpty() && action.equals(WebIdentityActions.ACTION)) {
            return Caller.NOBODY;
        }
        if (authorization.isEmpty()) {
            throw new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        Signature signature = Signature.parse(authorization)
                .orElseThrow(() -> new AwsError(400, "IncompleteSignature", "The Authorization header is malformed"));
        if (!signature.service().equals(service)) {
            throw AwsError.wrongSignature("Credential should be scoped to correct service: '" + service + "'.");
        }
        if (service.equals("iam") && !IAM_REGIONS.contains(signature.region())) {
            throw AwsError.wrongSignature("Credential should be scoped to a valid region.");
        }
        String token = header.apply("x-amz-security-token");
        StandInSession session = account.sessions.get(signature.keyId());
        if (session != null) {
            return ofSession(session, token, signature.matches(session.secret(), path, header, body));
        }
        StandInKey key = account.keys.get(signature.keyId());
        if (key == null || !key.active || !token.isEmpty() || !account.propagation.knows(key, account.now())) {
            throw AwsError.unknownKey();
        }
        requireMatch(signature.matches(key.secret, path, header, body));
        key.lastUsed = account.now();
        key.lastService = service;
        return Caller.of(key.user);
    }

    private Caller ofSession(StandInSession session, String token, boolean matches) {
        if (!session.token().equals(token)) {
            throw AwsError.unknownKey();
        }
        requireMatch(matches);
        if (!account.now().isBefore(session.expires())) {
            throw AwsError.expired();
        }
        return session.caller();
    }

    private static void requireMatch(boolean matches) {
        if (!matches) {
            throw AwsError.wrongSignature(
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your AWS Secret Access Key and signing method.");
        }
    }
}
