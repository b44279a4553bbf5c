package io.leasehold.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leasehold.SecretBroker;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine tells in numbers. */
class MeasurementsTest {

    /** The store's clock goes on by itself, and lists have whole seconds. */
    private static final Offset<Double> CLOCK = within(60.0);

    private final SettableTime time = SettableTime.manual();
    private final RecordingEvents events = new RecordingEvents();
    private final SecretBroker broker = SecretBroker.builder()
            .sharedStorage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(new ManualScheduler(time))
            .listener(events)
            .build();

    @BeforeEach
    void authority() {
        broker.mounts().enable("pki", "pki");
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "Root", "issuer_name", "root", "ttl", "8760h", "key_type", "ec"));
        broker.write(
                "pki/roles/web",
                Map.of("allowed_domains", "example.com", "allow_subdomains", true, "key_type", "ec", "max_ttl", "24h"));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void listsGrowOldAndRunOut() {
        broker.write("pki/config/crl", Map.of("expiry", "72h", "auto_rebuild", true, "enable_delta", true));
        broker.read("pki/crl/rotate");
        time.advance(Duration.ofHours(1));

        assertThat(number("leasehold.pki.crl.age", "kind", "complete")).isCloseTo(3600.0, CLOCK);
        assertThat(number("leasehold.pki.crl.remaining", "kind", "complete")).isCloseTo(71 * 3600.0, CLOCK);
        assertThat(number("leasehold.pki.crl.age", "kind", "delta")).isCloseTo(3600.0, CLOCK);
        time.advance(Duration.ofDays(3));
        assertThat(number("leasehold.pki.crl.remaining", "kind", "complete"))
                .as("overdue")
                .isCloseTo(-3600.0, CLOCK);
        assertThat(broker.observations().measurements().measurements())
                .filteredOn(one -> one.name().startsWith("leasehold.pki.crl"))
                .allSatisfy(one -> assertThat(one.tags()).containsEntry("issuer", "root"));
    }

    @Test
    void certificatesOfTheLastHourAreCountedAgainstTheThreshold() {
        for (int i = 0; i < 3; i++) {
            broker.write("pki/issue/web", Map.of("common_name", "a.example.com"));
        }

        assertThat(number("leasehold.pki.issued.recent", "mount", "pki")).isEqualTo(3);
        assertThat(number("leasehold.pki.issued.threshold", "mount", "pki")).isEqualTo(1000);
        broker.write("pki/config/issuance", Map.of("rate_threshold", 7));
        assertThat(number("leasehold.pki.issued.threshold", "mount", "pki")).isEqualTo(7);
        time.advance(Duration.ofHours(2));
        assertThat(number("leasehold.pki.issued.recent", "mount", "pki")).isZero();
    }

    @Test
    void aCertificateWithoutALeaseIsToldAsACredential() {
        broker.write("pki/issue/web", Map.of("common_name", "a.example.com", "ttl", "1h"));

        assertThat(events.of(LeaseholdEvent.CredentialIssued.class))
                .singleElement()
                .satisfies(issued -> {
                    assertThat(issued.origin()).isEqualTo(new Origin("pki", "issue/web"));
                    assertThat(issued.validFor()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
                });
        assertThat(events.of(LeaseholdEvent.LeaseIssued.class)).isEmpty();
    }

    private double number(String name, String tag, String value) {
        Readings readings = broker.observations().measurements();
        assertThat(readings.missing()).isEmpty();
        return readings.measurements().stream()
                .filter(one ->
                        one.name().equals(name) && value.equals(one.tags().get(tag)))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }
}
