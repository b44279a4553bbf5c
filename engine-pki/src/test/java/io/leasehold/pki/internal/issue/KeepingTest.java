package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.Secret;
import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.PkiIssuance;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.record.CertificateRecord;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.LeaseLimits;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepingTest {

    private final IssueWorld world = new IssueWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    private void role(String name, Object... more) {
        Map<String, Object> fields = new java.util.HashMap<>(Map.of("allow_any_name", true, "key_type", "ec"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        world.role(name, fields);
    }

    private static BigInteger serial(Secret secret) {
        return Serials.parse("serial_number", secret.as(IssuedCertificate.class).serialNumber());
    }

    private Secret issue(String role) {
        return world.write("issue/" + role, Map.of("common_name", "a.example.com", "ttl", "1h", "format", "der"));
    }

    @Test
    void aCertificateIsOnRecordAsAWhole() {
        role("web");
        Secret secret = issue("web");
        CertificateRecord record = world.records().find(serial(secret)).orElseThrow();
        assertThat(record.certificate())
                .isEqualTo(secret.as(IssuedCertificate.class).certificate());
        assertThat(record.notAfter())
                .isEqualTo(secret.as(IssuedCertificate.class).expiration());
        assertThat(record.issuerId()).isEqualTo(world.issuer("default").id());
        assertThat(world.records().serials(Records.Kind.STORED))
                .containsExactly(secret.as(IssuedCertificate.class).serialNumber());
    }

    @Test
    void noStoreKeepsTheSerialSoThatItCanBeRevoked() {
        role("short", "no_store", true);
        Secret secret = issue("short");
        CertificateRecord record = world.records().find(serial(secret)).orElseThrow();
        assertThat(record.certificate()).isNull();
        assertThat(world.records().serials(Records.Kind.STORED)).isEmpty();
        assertThat(world.completeness().isComplete(world.now())).isTrue();
    }

    @Test
    void withoutAnyRecordTheMountSaysSoUntilTheLastHasEnded() {
        role("none", "no_store", true, "serial_record", false);
        Secret secret = issue("none");
        assertThat(world.records().find(serial(secret))).isEmpty();
        Completeness completeness = world.completeness();
        assertThat(completeness.isComplete(world.now())).isFalse();
        assertThat(completeness.isComplete(world.now().plus(Duration.ofMinutes(59))))
                .isFalse();
        assertThat(completeness.isComplete(world.now().plus(Duration.ofHours(4))))
                .isTrue();
    }

    @Test
    void theMarkOfWhatIsNotRecordedMovesInSteps() {
        Completeness completeness = world.completeness();
        Instant now = world.now();
        completeness.announce(now, now.plus(Duration.ofHours(4)));
        long version = version();
        for (int minute = 0; minute < 120; minute++) {
            Instant later = now.plus(Duration.ofMinutes(minute));
            completeness.announce(later, later.plus(Duration.ofHours(4)));
        }
        assertThat(version()).isEqualTo(version);
        // Another process begins without knowing it.
        world.completeness().announce(now, now.plus(Duration.ofHours(5)));
        assertThat(version()).isEqualTo(version);
        Instant muchLater = now.plus(Duration.ofHours(3));
        completeness.announce(muchLater, muchLater.plus(Duration.ofHours(4)));
        assertThat(version()).isGreaterThan(version);
        assertThat(completeness.isComplete(muchLater.plus(Duration.ofHours(4)))).isFalse();
    }

    private long version() {
        return world.context()
                .storage()
                .getFresh("unrecorded", Completeness.Mark.class)
                .orElseThrow()
                .version();
    }

    @Test
    void aSerialThatIsTakenIsDrawnAgain() {
        Deque<BigInteger> draws =
                new ArrayDeque<>(List.of(BigInteger.TEN, BigInteger.TEN, BigInteger.TWO, BigInteger.TEN));
        Issuance issuance = issuance(draws);
        assertThat(issuance.issue(draft()).serialNumber()).isEqualTo("0a");
        assertThat(issuance.issue(draft()).serialNumber()).isEqualTo("02");
        draws.addAll(List.of(BigInteger.TEN, BigInteger.TEN));
        assertThatExceptionOfType(io.leasehold.error.TargetRefusedException.class)
                .isThrownBy(() -> issuance.issue(draft()));
    }

    private Issuance issuance(Deque<BigInteger> draws) {
        return new Issuance(
                world.crypto(),
                world.records(),
                world.completeness(),
                new IssuanceRate("pki", () -> 0, event -> {}),
                new SecureRandom()) {
            @Override
            BigInteger serial() {
                return draws.pop();
            }
        };
    }

    private Draft draft() {
        world.role("web", Map.of("allow_any_name", true, "key_type", "ec"));
        var roles = new io.leasehold.pki.internal.role.Roles(world.context().storage());
        RoleRules rules = roles.get("web");
        TestIssuers issuers = new TestIssuers(world.crypto());
        issuers.add("default", TestIssuers.shape(), world.now());
        Drafting drafting = new Drafting(
                issuers, world.crypto(), () -> new LeaseLimits(Duration.ofHours(1), Duration.ofHours(1)), world::now);
        return drafting.issue(
                new Drafting.Source("role/web", rules, ""),
                new IssueFields(
                        "a.example.com",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        null,
                        0));
    }

    @Test
    void nothingIsHandedOutThatCouldNotBeStored() {
        FailingStorage failing = new FailingStorage();
        try (IssueWorld other = new IssueWorld(Crypto.bouncyCastle(), failing::over)) {
            other.role("web", Map.of("allow_any_name", true, "key_type", "ec"));
            other.write("issue/web", Map.of("common_name", "a.example.com"));
            failing.failOn("/certs/");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> other.write("issue/web", Map.of("common_name", "a.example.com")));
            failing.failOn("/nothing/");
            other.write("issue/web", Map.of("common_name", "a.example.com"));
            assertThat(other.records().serials(Records.Kind.STORED)).hasSize(2);
        }
    }

    @Test
    void serialsAreAllDifferent() {
        role("web");
        Set<String> serials = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(serials.add(issue("web").as(IssuedCertificate.class).serialNumber()))
                    .isTrue();
        }
    }

    @Test
    void whatIsIssuedIsCountedForAnHour() {
        role("web");
        for (int i = 0; i < 3; i++) {
            issue("web");
        }
        assertThat(counted()).isEqualTo(new PkiIssuance(3, 3, 1000, false));
        world.write("config/issuance", Map.of("rate_threshold", 2));
        assertThat(counted()).isEqualTo(new PkiIssuance(3, 3, 2, true));
        world.pass(Duration.ofMinutes(61));
        assertThat(counted()).isEqualTo(new PkiIssuance(0, 3, 2, false));
        assertThat(world.broker().read("pki/config/issuance").data()).containsEntry("rate_threshold", 2L);
    }

    @Test
    void aRateAboveTheThresholdIsToldOncePerHour() {
        role("web");
        world.write("config/issuance", Map.of("rate_threshold", 2));
        for (int i = 0; i < 2; i++) {
            issue("web");
        }
        assertThat(world.events().of(LeaseholdEvent.IssuanceRateHigh.class)).isEmpty();
        for (int i = 0; i < 3; i++) {
            issue("web");
        }
        assertThat(world.events().of(LeaseholdEvent.IssuanceRateHigh.class))
                .containsExactly(new LeaseholdEvent.IssuanceRateHigh("pki", 3, 2));
        world.pass(Duration.ofMinutes(61));
        for (int i = 0; i < 4; i++) {
            issue("web");
        }
        assertThat(world.events().of(LeaseholdEvent.IssuanceRateHigh.class)).hasSize(2);
        world.write("config/issuance", Map.of("rate_threshold", 0));
        world.pass(Duration.ofMinutes(61));
        for (int i = 0; i < 4; i++) {
            issue("web");
        }
        assertThat(world.events().of(LeaseholdEvent.IssuanceRateHigh.class)).hasSize(2);
    }

    private PkiIssuance counted() {
        return world.broker().read("pki/issuance").as(PkiIssuance.class);
    }

    @Test
    void theRecordIsTheCertificateInDer() {
        role("web");
        Secret secret = issue("web");
        assertThat(Base64.getDecoder()
                        .decode(world.records()
                                .find(serial(secret))
                                .orElseThrow()
                                .certificate()))
                .isEqualTo(Base64.getDecoder()
                        .decode(secret.as(IssuedCertificate.class).certificate()));
    }
}
