package io.leasehold.aws.internal.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.AwsRole;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleRulesTest {

    private static final String DOCUMENT =
            "{ \"Version\": \"2012-10-17\", \"Statement\": [ { \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\" } ] }";
    private static final String POLICY = "arn:aws:iam::aws:policy/AmazonEC2FullAccess";
    private static final String ROLE = "arn:aws:iam::123456789012:role/DeployRole";

    @Test
    void aUserOfTheGuideIsTaken() {
        RoleRules rules = RoleRules.of(
                user().policyDocument(DOCUMENT).policyArns(POLICY, POLICY).build());

        assertThat(rules.type()).isEqualTo(CredentialType.IAM_USER);
        assertThat(rules.policyArns()).containsExactly(POLICY);
        assertThat(rules.path()).isEqualTo("/");
        assertThat(rules.policy().orElseThrow().text()).doesNotContain(" ");
    }

    @Test
    void aSessionLastsAnHourUnlessTheRoleSaysOtherwise() {
        RoleRules plain = RoleRules.of(assumed().build());
        RoleRules guide = RoleRules.of(assumed()
                .defaultStsTtl(Duration.ofHours(2))
                .maxStsTtl(Duration.ofHours(4))
                .build());

        assertThat(plain.defaultTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(plain.maxTtl()).isEqualTo(Duration.ofHours(12));
        assertThat(guide.defaultTtl()).isEqualTo(Duration.ofHours(2));
        assertThat(guide.maxTtl()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void allThatIsWrongIsToldTogether() {
        AwsRole role = AwsRole.builder()
                .credentialType("iam_user")
                .policyArns("AmazonEC2FullAccess")
                .roleArns(ROLE)
                .userPath("team")
                .build();

        assertThatThrownBy(() -> RoleRules.of(role))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("role_arns: is not for credential_type iam_user, but for assumed_role")
                .hasMessageContaining("user_path: \"team\" does not fit")
                .hasMessageContaining("policy_arns: \"AmazonEC2FullAccess\" is no ARN of a policy");
    }

    static Stream<Arguments> wrong() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            many.put("k" + i, "v");
        }
        Map<String, String> twice = new LinkedHashMap<>();
        twice.put("Team", "a");
        twice.put("team", "b");
        return Stream.of(
                Arguments.of(AwsRole.builder(), "credential_type", "is required"),
                Arguments.of(AwsRole.builder().credentialType("user"), "credential_type", "unknown credential type"),
                Arguments.of(user(), "policy_document", "the user could do nothing"),
                Arguments.of(user().policyDocument("{"), "policy_document", "is not JSON"),
                Arguments.of(
                        user().policyDocument(DOCUMENT.replace("s3:*", "s3:" + "x".repeat(2100))),
                        "policy_document",
                        "AWS takes 2048"),
                Arguments.of(user().policyArns(ROLE), "policy_arns", "is no ARN of a policy"),
                Arguments.of(user().iamGroups("a b"), "iam_groups", "does not fit"),
                Arguments.of(
                        user().iamGroups("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"),
                        "iam_groups",
                        "10 at most"),
                Arguments.of(group().userPath("/a b/"), "user_path", "does not fit"),
                Arguments.of(group().permissionsBoundaryArn(ROLE), "permissions_boundary_arn", "is no ARN of a policy"),
                Arguments.of(group().iamTags(many), "iam_tags", "room for 47"),
                Arguments.of(group().iamTags(twice), "iam_tags", "twice"),
                Arguments.of(group().iamTags(Map.of("aws:x", "y")), "iam_tags", "begins with aws:"),
                Arguments.of(group().iamTags(Map.of("Leasehold:lease", "y")), "iam_tags", "is taken"),
                Arguments.of(group().iamTags(Map.of("x", "a\nb")), "iam_tags", "has a value"),
                Arguments.of(group().defaultStsTtl(Duration.ofHours(1)), "default_sts_ttl", "leave it out"),
                Arguments.of(AwsRole.builder().credentialType("assumed_role"), "role_arns", "is required"),
                Arguments.of(assumed().roleArns(POLICY), "role_arns", "is no ARN of a role"),
                Arguments.of(assumed().externalId("x"), "external_id", "2 to 1224"),
                Arguments.of(assumed().externalId("a b"), "external_id", "does not fit"),
                Arguments.of(assumed().sessionTags(many), "session_tags", "room for 50"),
                Arguments.of(assumed().maxStsTtl(Duration.ofHours(13)), "max_sts_ttl", "900s to 12h"),
                Arguments.of(assumed().defaultStsTtl(Duration.ofMinutes(5)), "default_sts_ttl", "900s to 12h"),
                Arguments.of(
                        assumed().defaultStsTtl(Duration.ofHours(2)).maxStsTtl(Duration.ofHours(1)),
                        "default_sts_ttl",
                        "must not be longer than max_sts_ttl"),
                Arguments.of(assumed().mfaSerialNumber("123456789"), "mfa_serial_number", "leave it out"),
                Arguments.of(AwsRole.builder().credentialType("federation_token"), "policy_document", "no permissions"),
                Arguments.of(
                        AwsRole.builder().credentialType("session_token").policyArns(POLICY),
                        "policy_arns",
                        "leave it out"),
                Arguments.of(
                        AwsRole.builder().credentialType("session_token").mfaSerialNumber("1"),
                        "mfa_serial_number",
                        "9 to 256"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatCannotWorkIsRefusedByItsField(AwsRole.Builder role, String field, String reason) {
        assertThatThrownBy(() -> RoleRules.of(role.build()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains(field))
                .hasMessageContaining(reason);
    }

    private static AwsRole.Builder user() {
        return AwsRole.builder().credentialType("iam_user");
    }

    private static AwsRole.Builder group() {
        return user().iamGroups("developers");
    }

    private static AwsRole.Builder assumed() {
        return AwsRole.builder().credentialType("assumed_role").roleArns(ROLE);
    }
}
