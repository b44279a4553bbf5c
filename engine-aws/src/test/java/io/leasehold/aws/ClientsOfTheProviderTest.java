package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.aws.keys.AsyncSts;
import io.leasehold.aws.keys.KeyWorld;
import io.leasehold.aws.keys.StubSts;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** The provider in clients of the SDK. */
class ClientsOfTheProviderTest {

    private final KeyWorld world = new KeyWorld();
    private final StubSts sts = new StubSts(world.issuer());

    @AfterEach
    void closeAll() {
        sts.close();
        world.close();
    }

    @Test
    void aClientThatIsClosedLeavesTheProviderToTheOthers() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        StsClient one = client(credentials);
        StsClient other = client(credentials);
        one.getCallerIdentity();

        one.close();

        assertThat(other.getCallerIdentity().userId())
                .isEqualTo(credentials.provider().resolveCredentials().accessKeyId());
        assertThat(credentials.provider()).isNotInstanceOf(AutoCloseable.class);
        assertThat(credentials.status().closed()).isFalse();
        other.close();
    }

    @Test
    void aLiveClientGoesOnWithTheFreshKey() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        try (StsClient client = client(credentials)) {
            String first = client.getCallerIdentity().userId();
            credentials.refresh();
            world.settle();

            assertThat(client.getCallerIdentity().userId())
                    .isNotEqualTo(first)
                    .isEqualTo(credentials.status().accessKeyId());
        }
    }

    @Test
    void aCallThatWasUnderWayDuringTheRotationSucceedsWithTheFormerKey() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        String former = credentials.status().accessKeyId();
        sts.meanwhile(key -> {
            sts.meanwhile(again -> {});
            credentials.refresh();
            world.pass(Duration.ofMinutes(4));
        });
        try (StsClient client = client(credentials)) {
            assertThat(client.getCallerIdentity().userId()).isEqualTo(former);
            assertThat(credentials.status().accessKeyId()).isNotEqualTo(former);
        }
    }

    @Test
    void anAsynchronousClientSignsWithTheCurrentKey() throws Exception {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        AsyncSts transport = new AsyncSts();
        try (StsAsyncClient client = asyncClient(credentials, transport)) {
            String first = credentials.status().accessKeyId();
            client.getCallerIdentity().get();
            credentials.refresh();
            world.settle();
            client.getCallerIdentity().get();

            assertThat(transport.signatures()).hasSize(2);
            assertThat(transport.signatures().get(0)).contains(first);
            assertThat(transport.signatures().get(1))
                    .contains(credentials.status().accessKeyId())
                    .doesNotContain(first);
        }
    }

    @Test
    void anAsynchronousCallWithoutCredentialsFailsInItsFuture() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        try (StsAsyncClient client = asyncClient(credentials, new AsyncSts())) {
            credentials.close();

            var call = client.getCallerIdentity();

            assertThatThrownBy(call::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(SdkClientException.class)
                    .hasStackTraceContaining("are closed");
        }
    }

    @Test
    void aKeyThatWasDeletedByHandIsReplacedAtItsFirstRefusal() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        world.pass(Duration.ofMinutes(1));
        String deleted = credentials.status().accessKeyId();
        world.issuer().deleteByHand(deleted);
        try (StsClient client = reporting(credentials)) {
            for (int i = 0; i < 20; i++) {
                assertThat(catchThrowable(client::getCallerIdentity))
                        .isInstanceOfSatisfying(
                                StsException.class,
                                refused -> assertThat(refused.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidClientTokenId"));
            }
            world.settle();

            assertThat(client.getCallerIdentity().userId()).isNotEqualTo(deleted);
            assertThat(world.issuer().made()).isEqualTo(2);
        }
    }

    @Test
    void withoutTheReporterNothingIsReplacedForARefusal() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        world.pass(Duration.ofMinutes(1));
        world.issuer().deleteByHand(credentials.status().accessKeyId());
        try (StsClient client = client(credentials)) {
            assertThatThrownBy(client::getCallerIdentity).isInstanceOf(StsException.class);
            world.settle();

            assertThat(credentials.status().generation()).isEqualTo(1);
        }
    }

    private StsClient client(RotatingAwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(sts.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials.provider())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private StsClient reporting(RotatingAwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(sts.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials.provider())
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(client -> client.addExecutionInterceptor(credentials.refusalReporter()))
                .build();
    }

    private static StsAsyncClient asyncClient(RotatingAwsCredentials credentials, AsyncSts transport) {
        return StsAsyncClient.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials.provider())
                .httpClient(transport)
                .build();
    }
}
