package io.leasehold.aws;

import static io.leasehold.aws.world.StaticWorld.USER;
import static io.leasehold.aws.world.StaticWorld.twoHourly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.LoggedRequest;
import io.leasehold.aws.standin.OtherAccount;
import io.leasehold.aws.standin.StandInRole;
import io.leasehold.aws.world.StaticWorld;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Static roles whose user is in another account, which a role leads into. */
class AwsStaticRoleAccountsTest {

    private static final String APP = "app";
    private static final String PARTNER = "partner";
    private static final StandInRole KEYS = new StandInRole("Keys")
            .in(OtherAccount.ID)
            .trusting(FaultyAws.userArn(FaultyAws.ADMIN))
            .externalId("contract-7");

    private final StaticWorld world = new StaticWorld();

    AwsStaticRoleAccountsTest() {
        world.aws().addRole(KEYS);
        world.aws().other().addUser(PARTNER);
        world.aws()
                .other()
                .allow(
                        KEYS.arn(),
                        "iam:GetUser",
                        "iam:ListAccessKeys",
                        "iam:CreateAccessKey",
                        "iam:UpdateAccessKey",
                        "iam:DeleteAccessKey",
                        "iam:GetAccessKeyLastUsed");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static AwsStaticRole.Builder partner() {
        return twoHourly().username(PARTNER).assumeRoleArn(KEYS.arn()).externalId("contract-7");
    }

    private AwsStaticCredentials key() {
        return world.first().credentials(APP);
    }

    @Test
    void theUserIsManagedThroughTheRole() {
        world.first().write(APP, partner());
        AwsStaticCredentials old = key();
        assertThat(world.aws().other().keysOf(PARTNER)).containsExactly(old.accessKey());
        assertThat(world.works(old)).isTrue();

        world.first().rotate(APP);
        world.pass(Duration.ofMinutes(19));
        assertThat(world.comes(() -> !world.works(old))).isTrue();

        assertThat(world.aws().other().keysOf(PARTNER)).containsExactly(key().accessKey());
        world.first().delete(APP);
        assertThat(world.aws().other().keysOf(PARTNER)).isEmpty();
    }

    @Test
    void sessionsAreKeptForTheirLifeAndThenHadAgain() {
        world.first().write(APP, partner());
        world.first().rotate(APP);
        assertThat(sessions()).hasSize(1);

        world.pass(Duration.ofMinutes(11));
        world.first().rotate(APP);

        assertThat(sessions()).hasSize(2);
    }

    private List<LoggedRequest> sessions() {
        return world.aws().log().of("AssumeRole");
    }

    @Test
    void sessionsThatWereEndedAreHadAgainAtTheNextTry() {
        world.first().write(APP, partner());
        world.aws().other().endSessions();

        assertThatThrownBy(() -> world.first().rotate(APP)).isInstanceOf(TargetRefusedException.class);
        world.first().rotate(APP);

        assertThat(world.works(key())).isTrue();
    }

    @Test
    void theSessionIsNamedAfterTheStaticRoleOrAsItSays() {
        world.first().write(APP, partner());
        assertThat(world.first().role(APP)).doesNotContainKey("assume_role_session_name");

        world.first().write(APP, AwsStaticRole.builder().assumeRoleSessionName("nightly"));

        assertThat(world.first().role(APP))
                .containsEntry("assume_role_session_name", "nightly")
                .containsEntry("external_id", "contract-7")
                .containsEntry("assume_role_arn", KEYS.arn());
        assertThat(sessions()).hasSize(2);
    }

    @Test
    void aWrongExternalIdIsRefusedAndNothingIsLeft() {
        assertThatThrownBy(() -> world.first().write(APP, partner().externalId("contract-8")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("AssumeRole");

        assertThat(world.broker().list("aws/static-roles")).isEmpty();
    }

    @Test
    void usersOfTheSameNameInTwoAccountsAreTwoUsers() {
        world.iam().createUser(request -> request.userName(PARTNER));

        world.first().write(APP, partner());
        world.first().write("own", twoHourly().username(PARTNER));

        assertThat(world.aws().keysOf(PARTNER))
                .containsExactly(world.first().credentials("own").accessKey());
        assertThat(world.aws().other().keysOf(PARTNER)).containsExactly(key().accessKey());
    }

    /** What is in another account would be taken for gone, and the key left behind. */
    @Test
    void aRoleThatLeadsToAnotherAccountThanItsUsersIsRefused() {
        world.iam().createUser(request -> request.userName(PARTNER));
        world.first().write(APP, partner());

        assertThatThrownBy(() -> world.first()
                        .write(APP, AwsStaticRole.builder().assumeRoleArn("").externalId("")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("leads to account " + FaultyAws.ACCOUNT)
                .hasMessageContaining("is in account " + OtherAccount.ID);
        assertThat(world.first().role(APP)).containsEntry("assume_role_arn", KEYS.arn());
    }

    @Test
    void aDeletionThatCannotBeDoneIsFinishedLaterOrForced() {
        world.first().write(APP, partner());
        String key = key().accessKey();
        world.aws().addRole(KEYS.externalId("changed"));
        world.aws().other().endSessions();

        assertThatThrownBy(() -> world.first().delete(APP))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("finished in the background");
        assertThat(world.first().role(APP)).containsEntry("deleting", true);
        assertThatThrownBy(() -> world.first().write(APP, partner())).hasMessageContaining("is being deleted");
        world.aws().addRole(KEYS);
        assertThat(world.comes(() -> world.broker().list("aws/static-roles").isEmpty()))
                .isTrue();
        assertThat(world.aws().other().keysOf(PARTNER)).isEmpty();

        world.first().write(APP, partner());
        String second = key().accessKey();
        world.aws().addRole(KEYS.externalId("changed"));
        world.aws().other().endSessions();
        world.broker().delete("aws/static-roles/" + APP, Map.of("force", true));
        assertThat(world.broker().list("aws/static-roles")).isEmpty();
        assertThat(world.aws().other().keysOf(PARTNER)).containsExactly(second).doesNotContain(key);
    }

    @Test
    void theUserOfAnotherAccountHasToBeThere() {
        assertThatThrownBy(() -> world.first().write(APP, partner().username(USER)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("there is no user");
    }
}
