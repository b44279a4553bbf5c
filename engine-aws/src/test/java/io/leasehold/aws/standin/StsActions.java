package io.leasehold.aws.standin;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Security Token Service. */
final class StsActions {

    private static final int QUARTER_HOUR = 900;
    private static final int HOUR = 3600;
    private static final int TWELVE_HOURS = 43_200;
    private static final int DAY_AND_A_HALF = 129_600;
    private static final int LARGEST_POLICY = 2048;
    private static final int MOST_POLICIES = 10;
    private static final int MOST_TAGS = 50;

    private final Account account;

    StsActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "GetCallerIdentity",
                this::callerIdentity,
                "AssumeRole",
                this::assumeRole,
                "GetFederationToken",
                this::federationToken,
                "GetSessionToken",
                this::sessionToken,
                WebIdentityActions.ACTION,
                new WebIdentityActions(account)::assume);
    }

    private void callerIdentity(Call call, Xml result) {
        result.text("Arn", call.caller().arn())
                .text("UserId", call.caller().userId())
                .text("Account", account.id);
    }

    private void assumeRole(Call call, Xml result) {
        Parameters given = call.parameters();
        String arn = Rules.roleArn(given.required("RoleArn"));
        String sessionName = Rules.name("roleSessionName", given.required("RoleSessionName"), 2, 64);
        given.optional("ExternalId").ifPresent(Rules::externalId);
        int duration = Rules.seconds(given.number("DurationSeconds", HOUR), QUARTER_HOUR, TWELVE_HOURS);
        int packed = packedSize(given);
        boolean tagged = !given.tags("Tags").isEmpty();
        if (given.tags("Tags").size() > MOST_TAGS) {
            throw AwsError.validation("Value at 'tags' failed to satisfy constraint: at most " + MOST_TAGS);
        }
        Account home = account.of(arn.split(":", -1)[4]).orElse(account);
        StandInRole role = home.roles.get(arn);
        if (role == null || !trusts(role, role.account().equals(account.id), call, tagged)) {
            throw AwsError.accessDenied("User: " + call.caller().arn() + " is not authorized to perform: sts:"
                    + (tagged && role != null && !role.takesTags() ? "TagSession" : "AssumeRole") + " on resource: "
                    + arn);
        }
        if (call.caller().kind() == Caller.Kind.ROLE && duration > HOUR) {
            throw AwsError.validation("The requested DurationSeconds exceeds the 1 hour session limit for roles"
                    + " assumed by role chaining.");
        }
        if (duration > role.longest().toSeconds()) {
            throw AwsError.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        String roleId = Ids.next("AROA") + ":" + sessionName;
        String sessionArn = "arn:aws:sts::" + home.id + ":assumed-role/" + role.name() + "/" + sessionName;
        open(home, duration, null, new Caller(Caller.Kind.ROLE, sessionArn, roleId, arn, null, account.now()))
                .write(result);
        result.element(
                        "AssumedRoleUser",
                        each -> each.text("AssumedRoleId", roleId).text("Arn", sessionArn))
                .text("PackedPolicySize", packed);
    }

    private static boolean trusts(StandInRole role, boolean sameAccount, Call call, boolean tagged) {
        boolean rightCaller = (sameAccount && role.trusted().isEmpty())
                || role.trusted().equals(call.caller().principal());
        boolean rightId = role.externalId().isEmpty()
                || call.parameters()
                        .optional("ExternalId")
                        .filter(role.externalId()::equals)
                        .isPresent();
        return rightCaller && rightId && (!tagged || role.takesTags());
    }

    private void federationToken(Call call, Xml result) {
        Parameters given = call.parameters();
        StandInUser user = longTerm(call);
        String name = Rules.name("name", given.required("Name"), 2, 32);
        int duration = Rules.seconds(given.number("DurationSeconds", TWELVE_HOURS), QUARTER_HOUR, DAY_AND_A_HALF);
        int packed = packedSize(given);
        String id = account.id + ":" + name;
        String arn = "arn:aws:sts::" + account.id + ":federated-user/" + name;
        open(account, duration, user, new Caller(Caller.Kind.FEDERATED, arn, id, arn, null, account.now()))
                .write(result);
        result.element("FederatedUser", each -> each.text("FederatedUserId", id).text("Arn", arn))
                .text("PackedPolicySize", packed);
    }

    private void sessionToken(Call call, Xml result) {
        Parameters given = call.parameters();
        StandInUser user = longTerm(call);
        int duration = Rules.seconds(given.number("DurationSeconds", TWELVE_HOURS), QUARTER_HOUR, DAY_AND_A_HALF);
        boolean withMfa = given.optional("SerialNumber").isPresent()
                || given.optional("TokenCode").isPresent();
        if (withMfa
                && !(user.extras(Extra.MFA_DEVICE)
                                .contains(given.optional("SerialNumber").orElse(""))
                        && FaultyAws.MFA_CODE.equals(given.optional("TokenCode").orElse("")))) {
            throw AwsError.accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code.");
        }
        Caller.Kind kind = withMfa ? Caller.Kind.MFA_SESSION : Caller.Kind.USER_SESSION;
        open(account, duration, user, new Caller(kind, user.arn(), user.id, user.arn(), user, account.now()))
                .write(result);
    }

    private static StandInUser longTerm(Call call) {
        if (call.caller().kind() != Caller.Kind.USER) {
            throw AwsError.accessDenied("Cannot call " + call.action() + " with session credentials");
        }
        return call.caller().user();
    }

    private static StandInSession open(Account account, int seconds, StandInUser base, Caller caller) {
        return account.open(StandInSession.of(account.now().plus(Duration.ofSeconds(seconds)), base, caller));
    }

    /** Checks session policies. How STS packs them it does not tell; the result is a mere percentage of the largest document. */
    private int packedSize(Parameters given) {
        String document = given.optional("Policy").map(Rules::document).orElse("");
        if (document.length() > LARGEST_POLICY) {
            throw AwsError.validation(
                    "Value at 'policy' failed to satisfy constraint: Member must have length less than"
                            + " or equal to " + LARGEST_POLICY);
        }
        List<String> arns = given.list("PolicyArns", ".arn");
        if (arns.size() > MOST_POLICIES) {
            throw AwsError.validation("Value at 'policyArns' failed to satisfy constraint: at most " + MOST_POLICIES);
        }
        for (String arn : arns) {
            if (!account.managedPolicies.contains(arn)) {
                throw AwsError.validation("Policy " + arn + " at 'policyArns' does not exist");
            }
        }
        return 100 * document.length() / LARGEST_POLICY;
    }
}
