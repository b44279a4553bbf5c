package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;

/** Faults on request, and credentials that are refused. */
class FaultyAwsFaultsTest extends StandInTest {

    @Test
    void wrongSecretsUnknownKeysAndForeignRegionsAreRefused() {
        AwsCredentials key = user("app");
        refused(
                403,
                "SignatureDoesNotMatch",
                () -> callerOf(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey() + "x")));
        refused(
                403,
                "InvalidClientTokenId",
                () -> callerOf(AwsBasicCredentials.create("AKIAUNKNOWN", key.secretAccessKey())));
        try (IamClient elsewhere = IamClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(aws.url())
                .credentialsProvider(StaticCredentialsProvider.create(aws.admin()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            refused(403, "SignatureDoesNotMatch", elsewhere::getUser);
        }
        assertThat(aws.log().requests())
                .extracting(LoggedRequest::action, LoggedRequest::outcome)
                .endsWith(
                        tuple("GetCallerIdentity", "SignatureDoesNotMatch"),
                        tuple("GetCallerIdentity", "InvalidClientTokenId"),
                        tuple("GetUser", "SignatureDoesNotMatch"));
    }

    @Test
    void aFreshKeyFailsForAWhileAndThenFlaps() {
        aws.propagation().keysTake(Duration.ofMinutes(10)).keysTakeCalls(2).keysFlap(1);
        AwsCredentials key = user("app");
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        time.advance(Duration.ofMinutes(9));
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        time.advance(Duration.ofMinutes(1));
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        assertThat(callerOf(key)).endsWith("app");
        refused(403, "InvalidClientTokenId", () -> callerOf(key));
        for (int i = 0; i < 4; i++) {
            assertThat(callerOf(key)).endsWith("app");
        }
    }

    @Test
    void aFreshUserIsUnknownToSomeActionsForAWhile() {
        aws.propagation().usersTake(Duration.ofMinutes(5), "GetUser", "ListUsers");
        iam.createUser(request -> request.userName("app"));
        refused(404, "NoSuchEntity", () -> iam.getUser(request -> request.userName("app")));
        assertThat(iam.listAccessKeys(request -> request.userName("app")).hasAccessKeyMetadata())
                .isTrue();
        time.advance(Duration.ofMinutes(5));
        assertThat(iam.getUser(request -> request.userName("app")).user().userName())
                .isEqualTo("app");
    }

    @Test
    void anActionFailsAsOftenAsPlanned() {
        aws.faults().on("CreateUser").times(2).fail(AwsError.throttling());
        aws.faults().on("CreateUser").fail(AwsError.concurrentModification());
        refused(400, "Throttling", () -> iam.createUser(request -> request.userName("app")));
        assertThat(iam.getUser().user()).isNotNull();
        refused(400, "Throttling", () -> iam.createUser(request -> request.userName("app")));
        refused(409, "ConcurrentModification", () -> iam.createUser(request -> request.userName("app")));
        assertThat(aws.users()).isEmpty();
        iam.createUser(request -> request.userName("app"));
        assertThat(aws.log().actions())
                .containsExactly("CreateUser", "GetUser", "CreateUser", "CreateUser", "CreateUser");
    }

    @Test
    void anyRequestIsStruckAfterThoseThatAreSkipped() {
        aws.faults().on(Faults.ANY).skip(1).always().fail(AwsError.unavailable());
        iam.createUser(request -> request.userName("app"));
        refused(503, "ServiceUnavailable", iam::getUser);
        refused(503, "ServiceUnavailable", sts::getCallerIdentity);
        aws.faults().clear();
        assertThat(iam.getUser()).isNotNull();
    }

    @Test
    void anErrorComesBeforeTheEffectOrAfterIt() {
        aws.faults().on("CreateUser").fail(AwsError.serviceFailure());
        refused(500, "ServiceFailure", () -> iam.createUser(request -> request.userName("before")));
        aws.faults().on("CreateUser").failAfterEffect(AwsError.serviceFailure());
        refused(500, "ServiceFailure", () -> iam.createUser(request -> request.userName("after")));
        assertThat(aws.users()).containsExactly("after");
        aws.faults().on("DeleteUser").fail(AwsError.temporarilyUnmodifiable());
        refused(409, "EntityTemporarilyUnmodifiable", () -> iam.deleteUser(request -> request.userName("after")));
    }

    @Test
    void anAnswerIsLostAfterTheEffectAndARequestBeforeIt() {
        aws.faults().on("CreateUser").loseRequest();
        assertThatThrownBy(() -> iam.createUser(request -> request.userName("before")))
                .isInstanceOf(SdkClientException.class);
        // On a connection that was used before, too.
        assertThat(iam.getUser()).isNotNull();
        aws.faults().on("CreateUser").loseResponse();
        assertThatThrownBy(() -> iam.createUser(request -> request.userName("after")))
                .isInstanceOf(SdkClientException.class);
        assertThat(aws.users()).containsExactly("after");
        assertThat(aws.log().of("CreateUser"))
                .extracting(LoggedRequest::outcome)
                .containsExactly("cut", "cut");
    }

    @Test
    void aRequestWaitsAtAHold() throws Exception {
        Hold before = aws.faults().on("CreateUser").holdRequest();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<CreateUserResponse> first =
                    CompletableFuture.supplyAsync(() -> iam.createUser(request -> request.userName("app")), other);
            before.awaitArrival();
            assertThat(aws.users()).isEmpty();
            assertThat(iam.getUser()).isNotNull();
            before.release();
            assertThat(first.get().user().userName()).isEqualTo("app");

            Hold after = aws.faults().on("CreateUser").holdResponse();
            CompletableFuture<CreateUserResponse> second =
                    CompletableFuture.supplyAsync(() -> iam.createUser(request -> request.userName("other")), other);
            after.awaitArrival();
            assertThat(aws.users()).containsExactly("app", "other");
            assertThat(second).isNotDone();
            assertThat(aws.log().of("CreateUser"))
                    .extracting(LoggedRequest::outcome)
                    .containsExactly("OK", "open");
            aws.faults().clear();
            assertThat(second.get().user().userName()).isEqualTo("other");
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aSlowAnswerOutlastsTheClientsPatience() {
        aws.faults().on("CreateUser").answerAfter(Duration.ofSeconds(20));
        try (IamClient hasty = StandInClients.iam(aws.url(), aws.admin())) {
            assertThatThrownBy(() -> hasty.createUser(request -> request.userName("app")
                            .overrideConfiguration(each -> each.apiCallTimeout(Duration.ofSeconds(3)))))
                    .isInstanceOf(SdkClientException.class);
        }
        assertThat(aws.users()).containsExactly("app");
    }

    @Test
    void connectionsAreRefusedUntilTheyAreAcceptedAgain() {
        assertThat(iam.getUser()).isNotNull();
        aws.refuseConnections();
        aws.refuseConnections();
        assertThatThrownBy(iam::getUser).isInstanceOf(SdkClientException.class);
        aws.acceptConnections();
        aws.acceptConnections();
        assertThat(iam.getUser()).isNotNull();
        aws.refuseConnections();
    }
}
