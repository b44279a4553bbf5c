package io.leasehold.aws.standin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Roles that are assumed with a token of an identity provider, by a request that nobody signs. Guarded by the {@link Account}. */
final class WebIdentityActions {

    static final String ACTION = "AssumeRoleWithWebIdentity";

    private static final int QUARTER_HOUR = 900;
    private static final int HOUR = 3600;
    private static final int TWELVE_HOURS = 43_200;
    private static final int LONGEST_TOKEN = 20_000;

    private final Account account;

    WebIdentityActions(Account account) {
        this.account = account;
    }

    /** A token that the provider has issued. */
    record Token(String audience, String subject, Instant expires) {}

    /** What the provider has issued, and what audience which role trusts. */
    static final class Provider {

        final Map<String, Token> tokens = new HashMap<>();
        final Map<String, String> trusted = new HashMap<>();

        String issue(Token token) {
            String payload = "{\"aud\":\"" + token.audience() + "\",\"sub\":\"" + token.subject() + "\",\"exp\":"
                    + token.expires().getEpochSecond() + "}";
            String text = part("{\"alg\":\"RS256\"}") + "." + part(payload) + "." + part(Ids.secret());
            tokens.put(text, token);
            return text;
        }

        private static String part(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void assume(Call call, Xml result) {
        Parameters given = call.parameters();
        String arn = Rules.roleArn(given.required("RoleArn"));
        String name = Rules.name("roleSessionName", given.required("RoleSessionName"), 2, 64);
        String text = given.required("WebIdentityToken");
        int duration = Rules.seconds(given.number("DurationSeconds", HOUR), QUARTER_HOUR, TWELVE_HOURS);
        if (text.length() < 4 || text.length() > LONGEST_TOKEN) {
            throw AwsError.validation("Value at 'webIdentityToken' failed to satisfy constraint: length");
        }
        Token token = account.identityProvider.tokens.get(text);
        if (token == null) {
            throw new AwsError(400, "InvalidIdentityToken", "The web identity token provided could not be validated");
        }
        if (!account.now().isBefore(token.expires())) {
            throw new AwsError(400, "ExpiredTokenException", "Token expired: current date/time must be before exp");
        }
        StandInRole role = account.roles.get(arn);
        String audience = account.identityProvider.trusted.get(arn);
        if (role == null || audience == null) {
            throw AwsError.accessDenied("Not authorized to perform sts:" + ACTION);
        }
        if (!audience.equals(token.audience())) {
            throw new AwsError(400, "InvalidIdentityToken", "Incorrect token audience");
        }
        if (duration > role.longest().toSeconds()) {
            throw AwsError.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        String roleId = Ids.next("AROA") + ":" + name;
        String session = "arn:aws:sts::" + Account.ID + ":assumed-role/" + role.name() + "/" + name;
        account.open(StandInSession.of(
                        account.now().plus(Duration.ofSeconds(duration)),
                        null,
                        new Caller(Caller.Kind.ROLE, session, roleId, arn, null, account.now())))
                .write(result);
        result.element(
                        "AssumedRoleUser",
                        each -> each.text("AssumedRoleId", roleId).text("Arn", session))
                .text("SubjectFromWebIdentityToken", token.subject())
                .text("Audience", token.audience())
                .text("PackedPolicySize", 0);
    }
}
