package io.leasehold.aws.internal.role;

import io.leasehold.aws.AwsRole;
import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.aws.internal.policy.MalformedPolicyException;
import io.leasehold.aws.internal.policy.PolicyDocument;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role that may issue: its fields checked and with their meaning. What a limit comes from is "IAM and AWS STS quotas" (IAM
 * User Guide) unless it says otherwise. Immutable.
 *
 * @param type what its credentials are
 * @param document the policy document, or null
 * @param policyArns managed policies
 * @param groups groups
 * @param roleArns roles to assume
 * @param externalId the external id, empty for none
 * @param sessionTags tags of the session
 * @param defaultTtl the life of a session when none is asked for, an hour when the role does not say
 * @param maxTtl the longest life of a session, what AWS allows when the role does not say
 * @param path the path of users
 * @param boundary the policy that bounds users, empty for none
 * @param tags tags of users
 * @param mfaSerial the MFA device, empty for none
 * @param deniesOlder whether a revocation denies all sessions of the role of IAM that were issued before
 */
public record RoleRules(
        CredentialType type,
        @Nullable PolicyDocument document,
        List<String> policyArns,
        List<String> groups,
        List<String> roleArns,
        String externalId,
        Map<String, String> sessionTags,
        Duration defaultTtl,
        Duration maxTtl,
        String path,
        String boundary,
        Map<String, String> tags,
        String mfaSerial,
        boolean deniesOlder) {

    /** The life of a session that nobody says anything about. */
    public static final Duration DEFAULT_TTL = Duration.ofHours(1);

    /** Characters of a user's own policies together, and of the document of a session. */
    private static final int LONGEST_DOCUMENT = 2048;

    /** Managed policies of a user: 10, and 20 where the account's quota was raised. */
    private static final int MOST_ATTACHED = 20;

    private static final String DENY_ALL_OLDER = "deny_all_older";

    private static final int MOST_SESSION_POLICIES = 10;
    private static final int MOST_GROUPS = 10;

    private static final Pattern GROUP = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern PATH = Pattern.compile("/|/[!-~]{1,510}/");
    private static final Pattern MFA = Pattern.compile("[\\w+=/:,.@-]{9,256}");

    /**
     * Reads a role.
     *
     * @param role the role
     * @return its rules
     * @throws InvalidRequestException with all that is wrong with it
     */
    public static RoleRules of(AwsRole role) {
        CredentialType type = type(role);
        Problems problems = new Problems();
        RoleFields.check(role, type, problems);
        RoleRules rules = new RoleRules(
                type,
                document(role, problems),
                distinct(role.policyArns()),
                distinct(role.iamGroups()),
                distinct(role.roleArns()),
                orEmpty(role.externalId()),
                orEmpty(role.sessionTags()),
                orElse(role.defaultStsTtl(), DEFAULT_TTL),
                orElse(role.maxStsTtl(), type.longestSession()),
                role.userPath() == null || role.userPath().isEmpty() ? "/" : role.userPath(),
                orEmpty(role.permissionsBoundaryArn()),
                orEmpty(role.iamTags()),
                orEmpty(role.mfaSerialNumber()),
                DENY_ALL_OLDER.equals(role.revokeSessions()));
        rules.check(role, problems);
        problems.raise();
        return rules;
    }

    private static CredentialType type(AwsRole role) {
        String type = orEmpty(role.credentialType());
        return CredentialType.spelled(type)
                .orElseThrow(() -> new InvalidRequestException(
                        "credential_type",
                        (type.isEmpty() ? "is required" : "unknown credential type")
                                + ": give iam_user, assumed_role, federation_token or session_token"));
    }

    private static @Nullable PolicyDocument document(AwsRole role, Problems problems) {
        Object value = role.policyDocument();
        if (value == null || RoleFields.isEmpty(value)) {
            return null;
        }
        try {
            PolicyDocument document = PolicyDocument.of(value);
            int length = document.text().length();
            if (length > LONGEST_DOCUMENT) {
                problems.add(
                        "policy_document",
                        "has " + length + " characters without white space, and AWS takes " + LONGEST_DOCUMENT
                                + ": put the rest into a managed policy, and its ARN into policy_arns");
            }
            return document;
        } catch (MalformedPolicyException malformed) {
            problems.add("policy_document", malformed.problem());
            return null;
        }
    }

    private void check(AwsRole role, Problems problems) {
        boolean nothing = RoleFields.isEmpty(role.policyDocument()) && policyArns.isEmpty() && groups.isEmpty();
        switch (type) {
            case IAM_USER -> {
                if (nothing) {
                    problems.add(
                            "policy_document",
                            "is missing, as are policy_arns and iam_groups: the user could do nothing");
                }
                checkUser(problems);
            }
            case ASSUMED_ROLE -> {
                if (roleArns.isEmpty()) {
                    problems.add("role_arns", "is required: give the ARN of each role that may be assumed");
                }
                checkAssumed(problems);
                String revocation = orEmpty(role.revokeSessions());
                if (!Set.of("", "none", DENY_ALL_OLDER).contains(revocation)) {
                    problems.add("revoke_sessions", quoted(revocation) + " is neither none nor " + DENY_ALL_OLDER);
                }
            }
            case FEDERATION_TOKEN -> {
                if (nothing) {
                    problems.add(
                            "policy_document",
                            "is missing, as are policy_arns and iam_groups: AWS gives such a session no permissions");
                }
            }
            case SESSION_TOKEN ->
                checkMatch(
                        "mfa_serial_number", mfaSerial, MFA, "9 to 256 characters of A-Z a-z 0-9 +=/:,.@_-", problems);
        }
        checkPolicies(problems);
        if (type.isSession()) {
            checkTtls(role, problems);
        }
    }

    private void checkPolicies(Problems problems) {
        int most = type.isSession() ? MOST_SESSION_POLICIES : MOST_ATTACHED;
        if (policyArns.size() > most) {
            problems.add("policy_arns", "has " + policyArns.size() + " policies, and AWS takes " + most);
        }
        checkArns("policy_arns", policyArns, "policy", "arn:aws:iam::aws:policy/ReadOnlyAccess", problems);
        if (!type.isSession() && groups.size() > MOST_GROUPS) {
            problems.add(
                    "iam_groups", "has " + groups.size() + " groups, and a user is in " + MOST_GROUPS + " at most");
        }
        for (String group : groups) {
            checkMatch("iam_groups", group, GROUP, "names of 1 to 128 characters of A-Z a-z 0-9 +=,.@_-", problems);
        }
    }

    private void checkUser(Problems problems) {
        checkMatch(
                "user_path",
                path,
                PATH,
                "a path such as /team/, of 512 printable ASCII characters at most, between slashes",
                problems);
        if (!boundary.isEmpty()) {
            checkArns(
                    "permissions_boundary_arn",
                    List.of(boundary),
                    "policy",
                    "arn:aws:iam::123456789012:policy/Boundary",
                    problems);
        }
        TagRules.check("iam_tags", tags, TagRules.MOST_OF_A_USER, problems);
    }

    private void checkAssumed(Problems problems) {
        checkArns("role_arns", roleArns, "role", "arn:aws:iam::123456789012:role/Deploy", problems);
        checkExternalId(externalId, problems);
        TagRules.check("session_tags", sessionTags, TagRules.MOST_OF_A_SESSION, problems);
    }

    private void checkTtls(AwsRole role, Problems problems) {
        checkTtl("default_sts_ttl", role.defaultStsTtl(), problems);
        checkTtl("max_sts_ttl", role.maxStsTtl(), problems);
        if (!RoleFields.isEmpty(role.defaultStsTtl()) && defaultTtl.compareTo(maxTtl) > 0) {
            problems.add("default_sts_ttl", "must not be longer than max_sts_ttl");
        }
    }

    private void checkTtl(String field, @Nullable Duration ttl, Problems problems) {
        if (ttl == null || ttl.isZero()) {
            return;
        }
        if (ttl.compareTo(CredentialType.SHORTEST_SESSION) < 0 || ttl.compareTo(type.longestSession()) > 0) {
            problems.add(
                    field,
                    "AWS gives sessions of " + CredentialType.SHORTEST_SESSION.toSeconds() + "s to "
                            + type.longestSession().toHours() + "h with credential_type " + type.spelling());
        }
    }

    private static void checkArns(String field, List<String> arns, String iamType, String example, Problems problems) {
        Predicate<String> fits =
                text -> Arn.parse(text).filter(arn -> arn.isIam(iamType)).isPresent();
        for (String arn : arns) {
            if (!fits.test(arn)) {
                problems.add(field, quoted(arn) + " is no ARN of a " + iamType + ": write it as " + example);
            }
        }
    }

    static void checkExternalId(String externalId, Problems problems) {
        checkMatch("external_id", externalId, EXTERNAL_ID, "2 to 1224 characters of A-Z a-z 0-9 +=,.@:/_-", problems);
    }

    /** Empty is for those that require the field. */
    static void checkMatch(String field, String value, Pattern form, String expected, Problems problems) {
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            problems.add(field, quoted(value) + " does not fit: AWS takes " + expected);
        }
    }

    static String quoted(String value) {
        String shown = value.replaceAll("[^ -~]", "?");
        return "\"" + (shown.length() > 100 ? shown.substring(0, 100) + "..." : shown) + "\"";
    }

    /** The document, if there is one. */
    public Optional<PolicyDocument> policy() {
        return Optional.ofNullable(document);
    }

    private static List<String> distinct(@Nullable List<String> values) {
        return values == null ? List.of() : List.copyOf(new LinkedHashSet<>(values));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static Duration orElse(@Nullable Duration duration, Duration otherwise) {
        return duration == null || duration.isZero() ? otherwise : duration;
    }
}
