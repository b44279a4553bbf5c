package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Lease;
import io.leasehold.SecretBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for an hour is told an hour, to the second, and the store holds the lease for at least as long. */
class AnsweredDurationTest {

    private static final String PATH = World.MOUNT + "/creds/hour";
    private static final Duration HOUR = Duration.ofHours(1);

    private World world;
    private SecretBroker broker;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        broker = world.broker();
        world.role("hour", Map.of("default_ttl", "1h", "max_ttl", "24h"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 250, 499, 500, 501, 750, 998, 999})
    void theWholeTtlIsToldInEveryFractionOfASecond(long millis) {
        untilFraction(millis);
        Lease issued = issue();
        assertThat(issued.duration()).isEqualTo(HOUR);
        assertThat(broker.leases().lookup(issued.id()).ttl()).isBetween(HOUR.minusSeconds(5), HOUR);
        assertStoredForAsLong(issued);

        Lease renewed = broker.leases().renew(issued.id(), Duration.ofHours(2));
        assertThat(renewed.duration()).isEqualTo(Duration.ofHours(2));
        assertThat(broker.leases().lookup(issued.id()).ttl())
                .isBetween(Duration.ofHours(2).minusSeconds(5), Duration.ofHours(2));
        assertStoredForAsLong(renewed);
        assertThat(broker.write("sys/leases/renew/" + issued.id(), Map.of("increment", "3h"))
                        .data())
                .containsEntry("lease_duration", 10_800L);

        assertThat(broker.leases().renew(issued.id(), Duration.ofMinutes(5)).duration())
                .as("shortened")
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsLeftGoesDownToNothingAtTheEnd() {
        Lease issued = issue();
        world.time.advance(HOUR.minusSeconds(60));
        assertThat(broker.leases().lookup(issued.id()).ttl()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(62));
        world.time.advance(Duration.ofSeconds(70));
        assertThat(broker.leases().lookup(issued.id()).ttl()).isNegative();
    }

    @Test
    void aTtlThatIsTheWholeMaxTtlIsToldToo() {
        world.role("hour", Map.of("default_ttl", "1h", "max_ttl", "1h"));
        Lease issued = issue();
        assertThat(issued.duration()).isEqualTo(HOUR);
        assertStoredForAsLong(issued);
        assertThat(world.row(issued.id()).expiresAt())
                .isBeforeOrEqualTo(broker.leases().lookup(issued.id()).hardEnd().orElseThrow());
    }

    @Test
    void whatAnIssueOrARenewalTookLongerThanASecondIsMissing() {
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, () -> world.time.advance(Duration.ofSeconds(10)));
        Lease issued = issue();
        assertThat(issued.duration()).isBetween(HOUR.minusSeconds(9), HOUR.minusSeconds(8));
        assertStoredForAsLong(issued);

        world.target.duringExtension(() -> world.time.advance(Duration.ofSeconds(10)));
        Lease renewed = broker.leases().renew(issued.id(), Duration.ofHours(2));
        assertThat(renewed.duration())
                .isBetween(
                        Duration.ofHours(2).minusSeconds(9), Duration.ofHours(2).minusSeconds(8));
        assertStoredForAsLong(renewed);
    }

    @Test
    void theTargetsOwnEndIsToldWhereItHasOne() {
        world.role("hour", Map.of("default_ttl", "1h", "lives", "90s"));
        Lease issued = issue();
        assertThat(issued.duration()).isBetween(Duration.ofSeconds(88), Duration.ofSeconds(90));
        assertThat(world.row(issued.id()).expiresAt()).isEqualTo(issued.expiresAt());
    }

    private Lease issue() {
        return broker.read(PATH).lease().orElseThrow();
    }

    private void untilFraction(long millis) {
        long now = world.store.now().toEpochMilli() % 1_000;
        world.time.advance(Duration.ofMillis(Math.floorMod(millis - now, 1_000)));
    }

    /** By a reading after the answer, which is later than the answer itself. */
    private void assertStoredForAsLong(Lease answered) {
        Instant now = world.store.now();
        assertThat(world.row(answered.id()).expiresAt())
                .isEqualTo(answered.expiresAt())
                .as("the end in the store")
                .isAfterOrEqualTo(now.plus(answered.duration()).minusMillis(500));
    }
}
