package io.leasehold.aws.internal.role;

import static io.leasehold.aws.internal.role.CredentialType.ASSUMED_ROLE;
import static io.leasehold.aws.internal.role.CredentialType.FEDERATION_TOKEN;
import static io.leasehold.aws.internal.role.CredentialType.IAM_USER;
import static io.leasehold.aws.internal.role.CredentialType.SESSION_TOKEN;

import io.leasehold.aws.AwsRole;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which field belongs to which type of credential. A field that would be ignored is refused. */
final class RoleFields {

    private static final Set<CredentialType> WITH_POLICIES = Set.of(IAM_USER, ASSUMED_ROLE, FEDERATION_TOKEN);
    private static final Set<CredentialType> SESSIONS = Set.of(ASSUMED_ROLE, FEDERATION_TOKEN, SESSION_TOKEN);

    private static final Map<String, Set<CredentialType>> TYPES = Map.ofEntries(
            Map.entry("policy_document", WITH_POLICIES),
            Map.entry("policy_arns", WITH_POLICIES),
            Map.entry("iam_groups", WITH_POLICIES),
            Map.entry("role_arns", Set.of(ASSUMED_ROLE)),
            Map.entry("external_id", Set.of(ASSUMED_ROLE)),
            Map.entry("session_tags", Set.of(ASSUMED_ROLE)),
            Map.entry("default_sts_ttl", SESSIONS),
            Map.entry("max_sts_ttl", SESSIONS),
            Map.entry("user_path", Set.of(IAM_USER)),
            Map.entry("permissions_boundary_arn", Set.of(IAM_USER)),
            Map.entry("iam_tags", Set.of(IAM_USER)),
            Map.entry("mfa_serial_number", Set.of(SESSION_TOKEN)),
            Map.entry("revoke_sessions", Set.of(ASSUMED_ROLE)));

    private RoleFields() {}

    static void check(AwsRole role, CredentialType type, Problems problems) {
        given(role).forEach((field, value) -> {
            Set<CredentialType> types = TYPES.getOrDefault(field, Set.of());
            if (!isEmpty(value) && !types.contains(type)) {
                problems.add(
                        field,
                        "is not for credential_type " + type.spelling() + ", but for "
                                + types.stream()
                                        .map(CredentialType::spelling)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ": leave it out");
            }
        });
    }

    private static Map<String, @Nullable Object> given(AwsRole role) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("policy_document", role.policyDocument());
        values.put("policy_arns", role.policyArns());
        values.put("iam_groups", role.iamGroups());
        values.put("role_arns", role.roleArns());
        values.put("external_id", role.externalId());
        values.put("session_tags", role.sessionTags());
        values.put("default_sts_ttl", role.defaultStsTtl());
        values.put("max_sts_ttl", role.maxStsTtl());
        values.put("user_path", role.userPath());
        values.put("permissions_boundary_arn", role.permissionsBoundaryArn());
        values.put("iam_tags", role.iamTags());
        values.put("mfa_serial_number", role.mfaSerialNumber());
        values.put("revoke_sessions", role.revokeSessions());
        return values;
    }

    /** Whether a field was not sent, or sent to take back what it held. */
    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Duration duration && duration.isZero());
    }
}
