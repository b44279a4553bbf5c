package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevokeTest {

    private final RevokingWorld world = RevokingWorld.ready();

    @AfterEach
    void close() {
        world.close();
    }

    private Secret revoke(Map<String, ?> fields) {
        return world.broker().write(MOUNT + "/revoke", fields);
    }

    @Test
    void aRevocationTellsItsTimeAndARepeatTheFirst() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        Secret first = world.revoke(leaf);
        world.time.advance(Duration.ofMinutes(5));
        Secret again =
                revoke(Map.of("serial_number", leaf.serial().replace(':', '-').toUpperCase(Locale.ROOT)));

        assertThat(first.data()).containsEntry("state", "revoked");
        long when = ((Number) first.data().get("revocation_time")).longValue();
        assertThat(first.data())
                .containsEntry(
                        "revocation_time_rfc3339", Instant.ofEpochSecond(when).toString());
        assertThat(again.data()).isEqualTo(first.data());
    }

    @Test
    void exactlyOneOfSerialAndCertificateIsGiven() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        assertThatThrownBy(() -> revoke(Map.of("serial_number", leaf.serial(), "certificate", leaf.pem())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> revoke(Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("exactly one");
    }

    @Test
    void aSerialThatIsNotKnownIsNotFound() {
        assertThatThrownBy(() -> revoke(Map.of("serial_number", "01:02:03")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("certificate with serial 01:02:03 not found");
    }

    @Test
    void aCertificateWithoutARecordIsRevokedIfAnIssuerHereSignedIt() {
        Authority.Leaf leaf = world.root.leaf(world.now(), world.now().plusSeconds(3600));

        revoke(Map.of("certificate", leaf.pem()));
        world.settle();

        assertThat(RevokingWorld.serials(world.crl()))
                .containsExactly(leaf.certificate().serial());
        assertThat(world.broker().read(MOUNT + "/cert/" + leaf.serial()).data())
                .containsEntry("certificate", leaf.pem())
                .containsEntry("issuer_id", world.root.issuer.id());
        assertThat(world.broker().list(MOUNT + "/certs")).containsExactly(leaf.serial());
        assertThat(world.broker().list(MOUNT + "/certs/revoked")).containsExactly(leaf.serial());
    }

    @Test
    void aCertificateOfAStrangerIsRefused() {
        Authority stranger = Authority.root("Root", world.now());
        Authority.Leaf leaf = stranger.leaf(world.now(), world.now().plusSeconds(3600));

        assertThatThrownBy(() -> revoke(Map.of("certificate", leaf.pem())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no issuer of this mount has signed it");
        assertThat(world.broker().list(MOUNT + "/certs/revoked")).isEmpty();
    }

    @Test
    void theSameSerialWithOtherBytesIsRefused() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf other = world.root.leaf(
                leaf.certificate().serial(), world.now(), world.now().plusSeconds(7200), leaf.key());

        assertThatThrownBy(() -> revoke(Map.of("certificate", other.pem())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("same serial number but other content");
    }

    @Test
    void ofACompactRecordTheSerialIsEnough() {
        Authority.Leaf leaf = world.root.leaf(world.now(), world.now().plusSeconds(3600));
        world.keep(world.root, leaf, false);

        world.revoke(leaf);
        world.settle();

        assertThat(RevokingWorld.serials(world.crl()))
                .containsExactly(leaf.certificate().serial());
    }

    @Test
    void issuersAreRefused() {
        String pem = world.root.issuer.certificate().pem();
        String serial = Serials.text(world.root.issuer.certificate().serial());

        assertThatThrownBy(() -> revoke(Map.of("certificate", pem))).hasMessageContaining("issuer/root/revoke");
        assertThatThrownBy(() -> revoke(Map.of("serial_number", serial))).hasMessageContaining("issuer/root/revoke");
    }

    @Test
    void anExpiredCertificateIsASuccessWithAWarningAndNotListed() {
        Authority.Leaf expired = world.issue(world.root, Duration.ofSeconds(1));

        Secret answer = world.revoke(expired);
        world.settle();

        assertThat(answer.warnings()).singleElement().asString().contains("not listed");
        assertThat(RevokingWorld.serials(world.crl())).isEmpty();
        world.crlConfig("allow_expired_cert_revocation", true);
        assertThat(world.revoke(expired).data()).containsEntry("state", "revoked");
    }

    @ParameterizedTest
    @CsvSource({"keyCompromise,1", "KEY_COMPROMISE,1", "4,4", "superseded,4", "aa-compromise,10", "unspecified,0"})
    void reasonsAreTakenByNameAndNumber(String given, int code) {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        revoke(Map.of("serial_number", leaf.serial(), "reason", given));

        assertThat(world.node().held().records().revocation(leaf.certificate().serial()))
                .hasValueSatisfying(record -> assertThat(record.reason()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificateHold", "6", "removeFromCRL", "8", "7", "11", "because"})
    void otherReasonsAreRefused(String given) {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        assertThatThrownBy(() -> revoke(Map.of("serial_number", leaf.serial(), "reason", given)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("reason: ");
        assertThat(world.broker().list(MOUNT + "/certs/revoked")).isEmpty();
    }

    @Test
    void withAKeyOnlyTheCertificatesOwnRevokes() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf other = world.root.leaf(
                Serials.random(Authority.RANDOM),
                world.now(),
                world.now().plusSeconds(60),
                Authority.CRYPTO.generate(KeyKind.of("ec", 256)));
        Map<String, String> fields = new HashMap<>(Map.of("serial_number", leaf.serial()));

        assertThatThrownBy(() -> world.broker().write(MOUNT + "/revoke-with-key", fields))
                .hasMessageContaining("private_key");
        fields.put("private_key", other.keyPem());
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/revoke-with-key", fields))
                .hasMessageContaining("does not match")
                .hasMessageNotContaining("BEGIN");
        fields.put("private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        assertThatThrownBy(() -> world.broker().write(MOUNT + "/revoke-with-key", fields))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(world.broker().list(MOUNT + "/certs/revoked")).isEmpty();
        fields.put("private_key", "-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n" + leaf.keyPem());
        assertThat(world.broker().write(MOUNT + "/revoke-with-key", fields).data())
                .containsEntry("state", "revoked");
    }

    @Test
    void leasesRevokeWithoutAFuss() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        Authority.Leaf expired = world.issue(world.root, Duration.ofSeconds(1));
        var revocation = world.node().held().revocation();

        assertThat(revocation.revoke(leaf.certificate().serial())).isTrue();
        assertThat(revocation.revoke(leaf.certificate().serial())).isTrue();
        assertThat(revocation.revoke(expired.certificate().serial())).isTrue();
        assertThat(revocation.revoke(BigInteger.TEN)).isFalse();
        assertThat(world.broker().list(MOUNT + "/certs/revoked")).containsExactly(leaf.serial());
    }

    @Test
    @SuppressWarnings("unchecked") // a list of texts by its contract
    void revocationsAreExportedAPageAtATime() {
        for (int i = 0; i < 5; i++) {
            world.revoke(world.issue(world.root, Duration.ofHours(1)));
        }

        Map<String, Object> first = world.broker()
                .read(MOUNT + "/certs/revoked", Map.of("limit", 3))
                .data();
        Map<String, Object> second = world.broker()
                .read(MOUNT + "/certs/revoked", Map.of("limit", 3, "after", first.get("next")))
                .data();

        List<Map<String, Object>> all = new ArrayList<>((List<Map<String, Object>>) first.get("revocations"));
        all.addAll((List<Map<String, Object>>) second.get("revocations"));
        assertThat(all.stream().map(entry -> entry.get("serial_number")).map(String::valueOf))
                .containsExactlyElementsOf(world.broker().list(MOUNT + "/certs/revoked"));
        assertThat(second).containsEntry("next", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "0", "00:00", "../../config/crl", "1234567890123456789012345678901234567890aa"})
    void malformedSerialsAreRefused(String serial) {
        assertThatThrownBy(() -> revoke(Map.of("serial_number", serial))).isInstanceOf(InvalidRequestException.class);
    }
}
