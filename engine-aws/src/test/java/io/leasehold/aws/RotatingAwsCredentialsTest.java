package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.RotatingSecret;
import io.leasehold.aws.keys.KeyWorld;
import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.TargetUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What clients are served when, on time that is moved by hand. */
class RotatingAwsCredentialsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final KeyWorld world = new KeyWorld();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void aUsersKeyIsServedWithItsProvidersName() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);

        AwsCredentials served = credentials.provider().resolveCredentials();

        assertThat(served).isInstanceOf(AwsBasicCredentials.class);
        assertThat(world.issuer().live()).containsExactly(served.accessKeyId());
        assertThat(served.secretAccessKey()).isEqualTo("secret-of-" + served.accessKeyId());
        assertThat(served.providerName()).contains("Leasehold");
    }

    @Test
    void aSessionSaysWhenItExpires() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.SESSION);
        Instant expiry = credentials.status().expiresAt().orElseThrow();

        AwsSessionCredentials served =
                (AwsSessionCredentials) credentials.provider().resolveCredentials();

        assertThat(served.sessionToken()).isEqualTo("token-of-" + served.accessKeyId());
        assertThat(served.expirationTime()).contains(expiry);
        assertThat(served.providerName()).contains("Leasehold");
    }

    @Test
    void theIdentityIsTheSameFutureUntilItChangesAndDoneFromTheStart() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        RotatingAwsCredentialsProvider provider = credentials.provider();

        assertThat(provider.resolveIdentity()).isCompletedWithValue(provider.resolveCredentials());
        assertThat(provider.resolveIdentity(request -> {})).isSameAs(provider.resolveIdentity());

        var before = provider.resolveIdentity();
        credentials.refresh();
        world.settle();
        assertThat(provider.resolveIdentity()).isNotSameAs(before).isCompleted();
    }

    @Test
    void theFirstCredentialIsThereOrTheReason() {
        world.issuer().setDown(true);

        assertThatThrownBy(() -> world.credentials(KeyWorld.USER)).isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void aPathWithoutAnAccessKeyIsRefused() {
        assertThatThrownBy(() -> world.credentials("aws/other/app"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("access_key and secret_key")
                .hasMessageContaining("aws/other/app");
    }

    @Test
    void aUserIsServedWhileItsLeaseIsRenewed() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        String first = credentials.provider().resolveCredentials().accessKeyId();

        for (int hour = 0; hour < 20; hour++) {
            world.pass(Duration.ofHours(1));
            assertThat(credentials.provider().resolveCredentials().accessKeyId())
                    .isEqualTo(first);
        }
        assertThat(credentials.status().servedFor().orElseThrow()).isPositive();
        world.pass(Duration.ofHours(4));

        assertThat(credentials.status().rotations()).isEqualTo(1);
        assertThat(credentials.provider().resolveCredentials().accessKeyId()).isNotEqualTo(first);
    }

    @Test
    void aSessionIsReplacedAtTwoThirdsOfItsLife() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.SESSION);
        world.pass(Duration.ofMinutes(35));
        assertThat(credentials.status().generation()).isEqualTo(1);

        world.pass(Duration.ofMinutes(6));

        assertThat(credentials.status().generation()).isEqualTo(2);
        assertThat(credentials.provider().resolveCredentials().accessKeyId())
                .isEqualTo(credentials.status().accessKeyId());
    }

    @Test
    void theFormerUserLivesForTheDrainAndNoLonger() {
        RotatingAwsCredentials credentials =
                world.builder(KeyWorld.USER).drain(Duration.ofMinutes(7)).build();
        String former = credentials.provider().resolveCredentials().accessKeyId();
        credentials.refresh();
        world.settle();
        assertThat(credentials.provider().resolveCredentials().accessKeyId()).isNotEqualTo(former);

        world.pass(Duration.ofMinutes(7).minus(SECOND));
        assertThat(world.issuer().isLive(former)).isTrue();
        assertThat(credentials.status().formerUsers()).isEqualTo(1);
        world.pass(SECOND.multipliedBy(2));
        assertThat(world.issuer().isLive(former)).isFalse();
        assertThat(credentials.status().formerUsers()).isZero();
    }

    @Test
    void theDrainIsKeptAtTheEndOfALeasesLifeToo() {
        world.users(Duration.ofMinutes(20), Duration.ofMinutes(20));
        RotatingAwsCredentials credentials =
                world.builder(KeyWorld.USER).drain(Duration.ofMinutes(10)).build();
        String former = credentials.provider().resolveCredentials().accessKeyId();
        while (credentials.status().generation() == 1) {
            world.pass(SECOND);
        }

        world.pass(Duration.ofMinutes(10).minus(SECOND.multipliedBy(2)));
        assertThat(world.issuer().isLive(former)).isTrue();
        world.pass(SECOND.multipliedBy(3));
        assertThat(world.issuer().isLive(former)).isFalse();
    }

    @Test
    void aFormerSessionIsLetGoAtOnceSinceAwsHonoursIt() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.SESSION);
        credentials.refresh();
        world.settle();

        assertThat(credentials.status().generation()).isEqualTo(2);
        assertThat(credentials.status().formerUsers()).isZero();
    }

    @Test
    void aDrainLongerThanTheRoleAllowsIsRefusedWithTheNumbers() {
        world.users(Duration.ofMinutes(4), Duration.ofMinutes(4));

        assertThatThrownBy(() -> world.credentials(KeyWorld.USER))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("live 3m59")
                .hasMessageContaining("drain of 5m")
                .hasMessageContaining("at least 5m6s");
        assertThat(world.issuer().live()).isEmpty();
    }

    @Test
    void aSessionThatEndsWithinTheSkewIsRefusedAndLeavesNothing() {
        world.sessions(Duration.ofMinutes(15));

        assertThatThrownBy(() -> world.builder(KeyWorld.SESSION)
                        .expirySkew(Duration.ofMinutes(16))
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expirySkew")
                .hasMessageContaining("900 s")
                .hasMessageContaining("960 s");
        assertThat(world.broker().leases().count("aws/")).isZero();
    }

    @Test
    void theLastGoodSessionIsServedWhileAwsIsDownUntilTheSkewBeforeItsEnd() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.SESSION);
        RotatingAwsCredentialsProvider provider = credentials.provider();
        String last = provider.resolveCredentials().accessKeyId();
        world.issuer().setDown(true);

        world.pass(Duration.ofMinutes(58));
        assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo(last);
        assertThat(credentials.status().failures()).isPositive();
        assertThat(credentials.status().lastError().orElseThrow()).contains("did not answer");
        world.pass(Duration.ofMinutes(1));

        assertThatThrownBy(provider::resolveCredentials)
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining(KeyWorld.SESSION)
                .hasMessageContaining("did not answer")
                .hasCauseInstanceOf(LeaseExpiredException.class);
        assertThat(credentials.status().servedFor()).contains(Duration.ZERO);
        assertThat(provider.resolveIdentity())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(SdkClientException.class);

        world.issuer().setDown(false);
        world.pass(Duration.ofMinutes(3));
        assertThat(provider.resolveCredentials().accessKeyId()).isNotEqualTo(last);
        assertThat(credentials.status().lastError()).isEmpty();
    }

    @Test
    void aUserIsServedToTheVeryEndOfItsLease() {
        world.users(Duration.ofMinutes(20), Duration.ofMinutes(20));
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        String last = credentials.provider().resolveCredentials().accessKeyId();
        world.issuer().setDown(true);

        world.pass(Duration.ofMinutes(20).minus(SECOND.multipliedBy(5)));
        assertThat(credentials.provider().resolveCredentials().accessKeyId()).isEqualTo(last);
        world.pass(SECOND.multipliedBy(6));

        assertThatThrownBy(credentials.provider()::resolveCredentials)
                .isInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(LeaseExpiredException.class);
    }

    @Test
    void aRefreshIsOneRotationHoweverManyAskAndOnePerInterval() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);

        assertThat(credentials.refresh()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(credentials.refresh()).isFalse();
            world.settle();
        }
        assertThat(credentials.status().generation()).isEqualTo(2);

        world.pass(Duration.ofSeconds(31));
        assertThat(credentials.refresh()).isTrue();
        world.settle();
        assertThat(credentials.status().generation()).isEqualTo(3);
    }

    @Test
    void aRefusedKeyIsReplacedOnce() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        world.pass(Duration.ofMinutes(1));
        AwsCredentials refused = credentials.provider().resolveCredentials();

        assertThat(credentials.reportRefused(refused)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(credentials.reportRefused(refused)).isFalse();
            world.settle();
        }
        world.pass(Duration.ofMinutes(1));
        assertThat(credentials.reportRefused(refused)).as("replaced already").isFalse();

        assertThat(credentials.status().generation()).isEqualTo(2);
        assertThat(world.issuer().made()).isEqualTo(2);
    }

    @Test
    void aFreshKeyThatAwsDoesNotKnowEverywhereIsNotReplaced() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        AwsCredentials fresh = credentials.provider().resolveCredentials();
        world.pass(Duration.ofSeconds(29));
        assertThat(credentials.reportRefused(fresh)).isFalse();

        world.pass(Duration.ofSeconds(2));
        assertThat(credentials.reportRefused(fresh)).isTrue();
    }

    @Test
    void aKeyOfAStaticRoleIsFollowedAndHasNoEnd() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.STATIC);
        world.pass(Duration.ofHours(12));
        assertThat(credentials.provider().resolveCredentials().accessKeyId()).isEqualTo("AKIASTATIC0000000001");
        assertThat(credentials.status().servedFor()).isEmpty();

        world.staticKey("AKIASTATIC0000000002");
        world.pass(Duration.ofSeconds(31));

        assertThat(credentials.provider().resolveCredentials().accessKeyId()).isEqualTo("AKIASTATIC0000000002");
    }

    @Test
    void closingTakesAllKeysBackAndSaysSo() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        credentials.refresh();
        world.settle();
        assertThat(world.issuer().live()).hasSize(2);

        credentials.close();
        credentials.close();
        world.settle();

        assertThat(world.issuer().live()).isEmpty();
        assertThat(credentials.status().closed()).isTrue();
        assertThat(credentials.refresh()).isFalse();
        assertThatThrownBy(credentials.provider()::resolveCredentials)
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("closed");
        world.pass(Duration.ofHours(2));
        assertThat(world.issuer().made()).isEqualTo(2);
    }

    @Test
    void aGivenSecretStaysOpen() {
        RotatingSecret secret = world.broker().rotating(KeyWorld.USER);
        RotatingAwsCredentials credentials = RotatingAwsCredentials.builder()
                .secret(secret)
                .timeSource(world.time())
                .build();
        credentials.close();

        assertThat(world.issuer().live()).hasSize(1);
        assertThat(secret.current().data())
                .containsEntry("access_key", world.issuer().live().get(0));
    }

    @Test
    void aClosedBrokerTakesTheKeysBackAndIsTheReasonOnceTheyHaveEnded() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.USER);
        world.broker().close();
        assertThat(world.issuer().live()).isEmpty();

        world.time().advance(Duration.ofHours(2));

        assertThatThrownBy(credentials.provider()::resolveCredentials)
                .isInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(ClosedException.class);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> RotatingAwsCredentials.builder().build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a broker with a path is needed");
        assertThatThrownBy(() -> world.builder(KeyWorld.USER)
                        .drain(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("drain");
        assertThatThrownBy(() -> world.builder(KeyWorld.USER)
                        .expirySkew(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("expirySkew");
        assertThatThrownBy(() -> world.builder(KeyWorld.USER)
                        .refreshInterval(Duration.ZERO)
                        .build())
                .hasMessageContaining("refreshInterval");
        assertThatThrownBy(() -> world.builder(KeyWorld.USER)
                        .secret(world.broker().rotating(KeyWorld.USER))
                        .build())
                .hasMessageContaining("excludes broker and path");
    }

    @Test
    void noTextFormShowsASecret() {
        RotatingAwsCredentials credentials = world.credentials(KeyWorld.SESSION);

        assertThat(credentials + " " + credentials.provider() + " " + credentials.status())
                .contains(KeyWorld.SESSION)
                .doesNotContain("secret-of")
                .doesNotContain("token-of");
    }
}
