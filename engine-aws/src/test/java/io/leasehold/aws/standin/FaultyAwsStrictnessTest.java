package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.Tag;

/** What IAM refuses and emulators take. */
class FaultyAwsStrictnessTest extends StandInTest {

    private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aNameHasTheRightCharactersAndLength(String name) {
        refused(400, "ValidationError", () -> iam.createUser(request -> request.userName(name)));
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        iam.createUser(request -> request.userName("App"));
        refused(409, "EntityAlreadyExists", () -> iam.createUser(request -> request.userName("aPP")));
        iam.createUser(request -> request.userName("a".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault", "/vault", "vault/", "/a b/", "//x", ""})
    void aPathBeginsAndEndsWithASlash(String path) {
        refused(
                400,
                "ValidationError",
                () -> iam.createUser(request -> request.userName("app").path(path)));
        assertThat(aws.users()).isEmpty();
    }

    @Test
    void aPathHasAtMost512Characters() {
        iam.createUser(request -> request.userName("app").path("/" + "p".repeat(510) + "/"));
        refused(
                400,
                "ValidationError",
                () -> iam.createUser(request -> request.userName("other").path("/" + "p".repeat(511) + "/")));
    }

    @Test
    void aBoundaryIsAPolicyThatExists() {
        refused(
                404,
                "NoSuchEntity",
                () -> iam.createUser(request -> request.userName("app").permissionsBoundary(BOUNDARY)));
        refused(
                400,
                "InvalidInput",
                () -> iam.createUser(request ->
                        request.userName("app").permissionsBoundary("arn:aws:iam::123456789012:role/boundary")));
        assertThat(aws.users()).isEmpty();
    }

    @Test
    void inlinePoliciesHaveTogetherAtMost2048CharactersWithoutWhiteSpace() {
        iam.createUser(request -> request.userName("app"));
        iam.putUserPolicy(policy("a", sized(1048)));
        refused(409, "LimitExceeded", () -> iam.putUserPolicy(policy("b", sized(1001))));
        iam.putUserPolicy(policy("b", sized(1000).replace(",", ", \n")));
        iam.putUserPolicy(policy("a", sized(1000)));
        refused(409, "LimitExceeded", () -> iam.putUserPolicy(policy("c", POLICY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{}",
                "{\"Statement\":[]}",
                "{\"Version\":\"2026-01-01\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Perhaps\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}"
            })
    void aDocumentIsAPolicy(String document) {
        iam.createUser(request -> request.userName("app"));
        refused(400, "MalformedPolicyDocument", () -> iam.putUserPolicy(policy("p", document)));
    }

    @Test
    void aUserHasTwoKeysTenPoliciesTenGroupsAndFiftyTags() {
        iam.createUser(request -> request.userName("app"));
        iam.createAccessKey(request -> request.userName("app"));
        iam.createAccessKey(request -> request.userName("app"));
        refused(409, "LimitExceeded", () -> iam.createAccessKey(request -> request.userName("app")));
        IntStream.rangeClosed(0, 10).forEach(i -> {
            aws.addPolicy(BOUNDARY + i);
            aws.addGroup("g" + i, Map.of());
        });
        IntStream.range(0, 10).forEach(i -> {
            iam.attachUserPolicy(request -> request.userName("app").policyArn(BOUNDARY + i));
            iam.addUserToGroup(request -> request.userName("app").groupName("g" + i));
        });
        refused(
                409,
                "LimitExceeded",
                () -> iam.attachUserPolicy(request -> request.userName("app").policyArn(BOUNDARY + 10)));
        refused(
                409,
                "LimitExceeded",
                () -> iam.addUserToGroup(request -> request.userName("app").groupName("g10")));
        // What there is already counts once.
        iam.attachUserPolicy(request -> request.userName("app").policyArn(BOUNDARY + 0));
        iam.addUserToGroup(request -> request.userName("app").groupName("g0"));

        iam.tagUser(request -> request.userName("app").tags(tags(50)));
        refused(
                409,
                "LimitExceeded",
                () -> iam.tagUser(request -> request.userName("app").tags(tags(51))));
        refused(
                409,
                "LimitExceeded",
                () -> iam.createUser(request -> request.userName("other").tags(tags(51))));
    }

    @Test
    void tagsHaveTheirOwnRules() {
        Consumer<Tag> refusedTag = tag -> refused(
                400,
                tag.key().startsWith("aws") ? "InvalidInput" : "ValidationError",
                () -> iam.createUser(request -> request.userName("app").tags(tag)));
        refusedTag.accept(tag("k".repeat(129), "v"));
        refusedTag.accept(tag("k", "v".repeat(257)));
        refusedTag.accept(tag("k?", "v"));
        refusedTag.accept(tag("aws:k", "v"));
        refused(
                400,
                "InvalidInput",
                () -> iam.createUser(request -> request.userName("app").tags(tag("k", "1"), tag("K", "2"))));
        iam.createUser(request -> request.userName("app").tags(tag("k".repeat(128), "v".repeat(256))));
    }

    @Test
    void theQuotaOfUsersEnds() {
        aws.userQuota(2);
        iam.createUser(request -> request.userName("app"));
        refused(409, "LimitExceeded", () -> iam.createUser(request -> request.userName("other")));
    }

    @Test
    void keysPoliciesAndGroupsBlockTheDeletionOfAUser() {
        aws.addPolicy(BOUNDARY);
        aws.addGroup("devs", Map.of());
        iam.createUser(request -> request.userName("app"));
        String key = iam.createAccessKey(request -> request.userName("app"))
                .accessKey()
                .accessKeyId();
        iam.putUserPolicy(policy("p", POLICY));
        iam.attachUserPolicy(request -> request.userName("app").policyArn(BOUNDARY));
        iam.addUserToGroup(request -> request.userName("app").groupName("devs"));

        List<Runnable> steps = List.of(
                () -> iam.deleteAccessKey(request -> request.userName("app").accessKeyId(key)),
                () -> iam.deleteUserPolicy(request -> request.userName("app").policyName("p")),
                () -> iam.detachUserPolicy(request -> request.userName("app").policyArn(BOUNDARY)),
                () -> iam.removeUserFromGroup(request -> request.userName("app").groupName("devs")));
        for (Runnable step : steps) {
            refused(409, "DeleteConflict", () -> iam.deleteUser(request -> request.userName("app")));
            step.run();
        }
        iam.deleteUser(request -> request.userName("app"));
    }

    @ParameterizedTest
    @EnumSource(Extra.class)
    void soDoesWhatPeopleHangOnIt(Extra kind) {
        iam.createUser(request -> request.userName("app"));
        aws.addExtra("app", kind, kind == Extra.LOGIN_PROFILE ? "app" : "id-0123456789abcdef");
        refused(409, "DeleteConflict", () -> iam.deleteUser(request -> request.userName("app")));
        remove(kind);
        iam.deleteUser(request -> request.userName("app"));
        assertThat(aws.users()).isEmpty();
    }

    private void remove(Extra kind) {
        switch (kind) {
            case LOGIN_PROFILE -> {
                assertThat(iam.getLoginProfile(request -> request.userName("app"))
                                .loginProfile()
                                .userName())
                        .isEqualTo("app");
                iam.deleteLoginProfile(request -> request.userName("app"));
                refused(404, "NoSuchEntity", () -> iam.getLoginProfile(request -> request.userName("app")));
                refused(404, "NoSuchEntity", () -> iam.deleteLoginProfile(request -> request.userName("app")));
            }
            case MFA_DEVICE -> {
                String serial = iam.listMFADevices(request -> request.userName("app"))
                        .mfaDevices()
                        .get(0)
                        .serialNumber();
                refused(
                        409,
                        "DeleteConflict",
                        () -> iam.deleteVirtualMFADevice(request -> request.serialNumber(serial)));
                iam.deactivateMFADevice(request -> request.userName("app").serialNumber(serial));
                iam.deleteVirtualMFADevice(request -> request.serialNumber(serial));
                refused(404, "NoSuchEntity", () -> iam.deleteVirtualMFADevice(request -> request.serialNumber(serial)));
            }
            case SIGNING_CERTIFICATE ->
                iam.listSigningCertificates(request -> request.userName("app"))
                        .certificates()
                        .forEach(each -> iam.deleteSigningCertificate(
                                request -> request.userName(each.userName()).certificateId(each.certificateId())));
            case SSH_PUBLIC_KEY ->
                iam.listSSHPublicKeys(request -> request.userName("app"))
                        .sshPublicKeys()
                        .forEach(each -> iam.deleteSSHPublicKey(
                                request -> request.userName(each.userName()).sshPublicKeyId(each.sshPublicKeyId())));
            case SERVICE_SPECIFIC_CREDENTIAL ->
                iam.listServiceSpecificCredentials(request -> request.userName("app"))
                        .serviceSpecificCredentials()
                        .forEach(
                                each -> iam.deleteServiceSpecificCredential(request -> request.userName(each.userName())
                                        .serviceSpecificCredentialId(each.serviceSpecificCredentialId())));
        }
    }

    private static PutUserPolicyRequest policy(String name, String document) {
        return PutUserPolicyRequest.builder()
                .userName("app")
                .policyName(name)
                .policyDocument(document)
                .build();
    }

    private static String sized(int length) {
        return POLICY.replace("s3:*", "s3:" + "x".repeat(length - POLICY.length() + 1));
    }

    private static List<Tag> tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> tag("k" + i, "v")).toList();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
