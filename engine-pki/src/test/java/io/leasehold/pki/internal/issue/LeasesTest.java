package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private final IssueWorld world = new IssueWorld();

    @BeforeEach
    void role() {
        world.role("leased", Map.of("allow_any_name", true, "key_type", "ec", "generate_lease", true));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Secret issue() {
        return world.write("issue/leased", Map.of("common_name", "a.example.com", "ttl", "2h"));
    }

    private static BigInteger serial(Secret secret) {
        return Serials.parse("serial_number", secret.as(IssuedCertificate.class).serialNumber());
    }

    @Test
    void aLeaseIsAsLongAsItsCertificate() {
        Secret secret = issue();
        assertThat(secret.lease().orElseThrow().renewable()).isFalse();
        assertThat(secret.lease().orElseThrow().duration())
                .isBetween(Duration.ofHours(2).minusSeconds(3), Duration.ofHours(2));
        assertThat(world.records().find(serial(secret))).isPresent();
    }

    @Test
    void revokingALeaseRevokesItsCertificate() {
        Secret secret = issue();
        assertThat(world.records().revocation(serial(secret))).isEmpty();
        world.broker().leases().revoke(secret.lease().orElseThrow().id());
        assertThat(world.records().revocation(serial(secret)))
                .hasValueSatisfying(revoked -> assertThat(revoked.notAfter())
                        .isEqualTo(secret.as(IssuedCertificate.class).expiration()));
        assertThat(world.broker().leases().count("pki/")).isZero();
    }

    @Test
    void aCertificateThatEndsByItselfIsNotRevoked() {
        Secret secret = issue();
        for (int i = 0; i < 200 && world.broker().leases().count("pki/") > 0; i++) {
            world.pass(Duration.ofMinutes(1));
        }
        assertThat(world.broker().leases().count("pki/")).isZero();
        assertThat(world.records().revocation(serial(secret))).isEmpty();
    }

    @Test
    void aCreationThatFailedLeavesNoLeaseAndRevokesNothing() {
        FailingStorage failing = new FailingStorage();
        try (IssueWorld other = new IssueWorld(io.leasehold.pki.internal.crypto.Crypto.bouncyCastle(), failing::over)) {
            other.role("leased", Map.of("allow_any_name", true, "key_type", "ec", "generate_lease", true));
            failing.failOn("/certs/");
            org.assertj.core.api.Assertions.assertThatExceptionOfType(io.leasehold.error.StorageException.class)
                    .isThrownBy(() -> other.write("issue/leased", Map.of("common_name", "a.example.com")));
            for (int i = 0; i < 60 && other.broker().leases().count("pki/") > 0; i++) {
                other.pass(Duration.ofMinutes(1));
            }
            assertThat(other.broker().leases().count("pki/")).isZero();
            assertThat(other.records().serials(Records.Kind.REVOKED)).isEmpty();
        }
    }

    @Test
    void aCertificateWhoseLeaseDidNotBecomeActiveIsRevoked() {
        FailingStorage failing = new FailingStorage();
        try (IssueWorld other =
                new IssueWorld(io.leasehold.pki.internal.crypto.Crypto.bouncyCastle(), failing::storedThenLost)) {
            other.role("leased", Map.of("allow_any_name", true, "key_type", "ec", "generate_lease", true));
            failing.failOn("/certs/");
            org.assertj.core.api.Assertions.assertThatExceptionOfType(io.leasehold.error.StorageException.class)
                    .isThrownBy(() -> other.write("issue/leased", Map.of("common_name", "a.example.com")));
            for (int i = 0; i < 60 && other.broker().leases().count("pki/") > 0; i++) {
                other.pass(Duration.ofMinutes(1));
            }
            assertThat(other.broker().leases().count("pki/")).isZero();
            assertThat(other.records().serials(Records.Kind.STORED)).hasSize(1);
            assertThat(other.records().serials(Records.Kind.REVOKED))
                    .isEqualTo(other.records().serials(Records.Kind.STORED));
        }
    }
}
