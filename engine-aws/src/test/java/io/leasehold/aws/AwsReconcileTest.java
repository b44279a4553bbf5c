package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.aws.standin.AwsError;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.aws.world.AwsWorld;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.lease.Reconciliation;
import io.leasehold.lease.Reconciliation.OtherStore;
import io.leasehold.lease.Reconciliation.Repair;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/** Users and leases that do not agree: found, and mended on request. */
class AwsReconcileTest {

    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
    private static final String LOST_LEASE = "aws/creds/app/0123456789abcdefghijABCD";

    private final AwsWorld world = new AwsWorld();

    AwsReconcileTest() {
        world.broker().write("aws/config/root", Map.of("propagation_checks", 0));
        world.role("app", AwsRole.builder().credentialType("iam_user").policyDocument(DOCUMENT));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whereAllAgreesNothingIsReported() {
        world.issue("app");
        world.aws().addUser("alice", Map.of());
        world.aws().addUser("vault-of-somebody", Map.of());

        Reconciliation report = report();

        assertThat(report.agrees()).isTrue();
        assertThat(report.accounts()).as("with the administrator").isEqualTo(4);
        assertThat(report.leases()).isEqualTo(1);
        assertThat(mend().agrees()).isTrue();
        assertThat(world.users()).hasSize(3);
    }

    @Test
    void anOwnUserWithoutALeaseIsRemovedWithAllThatItHas() {
        String kept = user(world.issue("app"));
        lose("vault-billing-app-lost");

        Reconciliation report = report();

        assertThat(report.accountsWithoutLease()).singleElement().satisfies(found -> {
            assertThat(found.account()).isEqualTo("vault-billing-app-lost");
            assertThat(found.leaseId()).isEqualTo(LOST_LEASE);
            assertThat(found.repair()).isEqualTo(Repair.NONE);
        });
        assertThat(world.users()).hasSize(2);

        assertThat(mend().accountsWithoutLease())
                .singleElement()
                .satisfies(found -> assertThat(found.repair()).isEqualTo(Repair.DONE));
        assertThat(world.users()).containsExactly(kept);
        assertThat(world.leases()).isEqualTo(1);
        assertThat(report().agrees()).isTrue();
    }

    /** Dropped by force is what leaves users behind in daily life. */
    @Test
    void aUserWhoseLeaseWasDroppedIsFound() {
        Secret secret = world.issue("app");
        world.aws().faults().on("DeleteUser").always().fail(AwsError.accessDenied("not now"));
        world.broker().leases().revokeForce("aws/creds/app");
        world.aws().faults().clear();
        assertThat(world.leases()).isZero();

        assertThat(mend().accountsWithoutLease())
                .singleElement()
                .satisfies(found -> assertThat(found.leaseId())
                        .isEqualTo(secret.lease().orElseThrow().id()));

        assertThat(world.users()).isEmpty();
    }

    @Test
    void aLeaseWhoseUserIsGoneIsEnded() {
        Secret secret = world.issue("app");
        removeByHand(user(secret));

        Reconciliation report = report();

        assertThat(report.leasesWithoutAccount()).singleElement().satisfies(found -> {
            assertThat(found.leaseId()).isEqualTo(secret.lease().orElseThrow().id());
            assertThat(found.account()).startsWith("vault-billing-app-");
        });
        assertThat(world.leases()).isEqualTo(1);
        assertThat(mend().leasesWithoutAccount())
                .singleElement()
                .satisfies(found -> assertThat(found.repair()).isEqualTo(Repair.DONE));
        assertThat(world.leases()).isZero();
    }

    /** A list may be behind: what was just made is in none yet. */
    @Test
    void aLeaseWhoseUserIsNotListedYetIsLeftAlone() {
        world.aws().propagation().usersTake(Duration.ofMinutes(1), "ListUsers");
        Secret secret = world.issue("app");

        assertThat(mend().agrees()).isTrue();

        assertThat(world.works(secret)).isTrue();
        assertThat(world.leases()).isEqualTo(1);
    }

    /** Tags tell whose a user is, and nothing else does. */
    @Test
    void usersOfOthersAreNeverTouched() {
        world.aws().addUser("vault-untagged", Map.of());
        world.aws().addUser("vault-half", Map.of("leasehold:store", world.storeId()));
        world.aws().addUser("vault-other", Map.of("leasehold:store", "another", "leasehold:lease", LOST_LEASE));
        world.aws().addUser("vault-another", Map.of("leasehold:store", "another", "leasehold:lease", LOST_LEASE + "x"));
        Set<String> before = new TreeSet<>(world.users());

        Reconciliation mended = mend();

        assertThat(mended.agrees()).isTrue();
        assertThat(mended.accountsWithoutLease()).isEmpty();
        assertThat(mended.otherStores()).containsExactly(new OtherStore("another", 2));
        assertThat(world.users()).isEqualTo(before);
    }

    /** What a broker in memory has left is somebody else's until an operator says that nobody uses that store any more. */
    @Test
    void usersOfAStoreThatIsGoneAreRemovedOnRequest() {
        world.aws().addUser("vault-left", Map.of("leasehold:store", "gone", "leasehold:lease", LOST_LEASE));
        String own = user(world.issue("app"));

        Reconciliation mended =
                world.broker().write("aws/reconcile", Map.of("store", "gone")).as(Reconciliation.class);

        assertThat(mended.accountsWithoutLease()).hasSize(1);
        assertThat(world.users()).containsExactly(own);
        assertThatThrownBy(() -> world.broker().read("aws/reconcile", Map.of("store", " ")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("store");
    }

    /** Another mount of the same store has its own leases for its own users. */
    @Test
    void usersOfAnotherMountAreKnownByTheirLeases() {
        world.broker().mounts().enable("aws2", "aws");
        world.broker()
                .write("aws2/config/root", world.root().propagationChecks(0).build());
        world.broker()
                .write(
                        "aws2/roles/app",
                        AwsRole.builder()
                                .credentialType("iam_user")
                                .policyDocument(DOCUMENT)
                                .build());
        world.broker().read("aws2/creds/app");

        assertThat(mend().accountsWithoutLease()).isEmpty();
        assertThat(world.users()).hasSize(1);
    }

    /** Only what may be the broker's by its name is looked at one by one, unless all are asked for. */
    @Test
    void usersAreLookedAtByTheirNames() {
        world.aws().pageSize(7);
        IntStream.range(0, 30).forEach(i -> world.aws().addUser("person-" + i, Map.of()));
        IntStream.range(0, 10).forEach(i -> world.issue("app"));
        lose("renamed-by-hand");
        world.aws().log().clear();

        assertThat(report().agrees()).isTrue();
        assertThat(world.aws().log().of("GetUser")).isEmpty();
        assertThat(world.aws().log().of("ListUsers")).hasSize(6);

        Reconciliation all =
                world.broker().read("aws/reconcile", Map.of("every_user", true)).as(Reconciliation.class);
        assertThat(all.accountsWithoutLease()).hasSize(1);
        assertThat(world.aws().log().of("GetUser")).hasSize(32);
    }

    /** What cannot be removed now stays as a lease that is tried again. */
    @Test
    void aRemovalThatFailsIsQueued() {
        lose("vault-billing-app-lost");
        world.aws().faults().on("DeleteUser").times(1).fail(AwsError.serviceFailure());

        assertThat(mend().accountsWithoutLease()).singleElement().satisfies(found -> {
            assertThat(found.repair()).isEqualTo(Repair.QUEUED);
            assertThat(found.error()).contains("DeleteUser");
        });
        assertThat(world.broker().leases().count("aws/reconcile")).isEqualTo(1);

        assertThat(world.comes(() -> world.leases() == 0)).isTrue();
        assertThat(world.users()).isEmpty();
    }

    @Test
    void whatMayNotBeSeenIsTold() {
        lose("vault-billing-app-lost");
        world.aws().faults().on("GetUser").times(1).fail(AwsError.accessDenied("not authorized"));

        Secret answer = world.broker().write("aws/reconcile");

        assertThat(answer.warnings())
                .singleElement()
                .asString()
                .contains("vault-billing-app-lost could not be looked at");
        assertThat(world.users()).hasSize(1);
    }

    @Test
    void anAccountThatDoesNotAnswerIsAnError() {
        lose("vault-billing-app-lost");
        world.aws().faults().on("ListUsers").times(1).fail(AwsError.throttling());

        assertThatThrownBy(this::mend).isInstanceOf(TargetUnavailableException.class);

        assertThat(world.users()).hasSize(1);
    }

    /** Makes a user as a lease that is lost has left it. */
    private void lose(String name) {
        try (IamClient iam = StandInClients.iam(world.aws().url(), world.aws().admin())) {
            iam.createUser(request -> request.userName(name)
                    .tags(tag("leasehold:store", world.storeId()), tag("leasehold:lease", LOST_LEASE)));
            iam.createAccessKey(request -> request.userName(name));
            iam.putUserPolicy(
                    request -> request.userName(name).policyName("app").policyDocument(DOCUMENT));
        }
    }

    private void removeByHand(String name) {
        try (IamClient iam = StandInClients.iam(world.aws().url(), world.aws().admin())) {
            world.aws()
                    .keysOf(name)
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName(name).accessKeyId(key)));
            iam.deleteUserPolicy(request -> request.userName(name).policyName("app"));
            iam.deleteUser(request -> request.userName(name));
        }
    }

    private String user(Secret secret) {
        String key = secret.as(AwsKeyCredentials.class).accessKey();
        return world.users().stream()
                .filter(user -> world.aws().keysOf(user).contains(key))
                .findFirst()
                .orElseThrow();
    }

    private Reconciliation report() {
        return world.broker().read("aws/reconcile").as(Reconciliation.class);
    }

    private Reconciliation mend() {
        return world.broker().write("aws/reconcile").as(Reconciliation.class);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
