package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.OcspQuestions.about;
import static io.leasehold.pki.revoking.OcspQuestions.ask;
import static io.leasehold.pki.revoking.OcspQuestions.content;
import static io.leasehold.pki.revoking.OcspQuestions.status;
import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.issuer.Usage;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspTest {

    private final RevokingWorld world = RevokingWorld.ready();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRevocationIsAnsweredAtOnce() {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        BigInteger serial = leaf.certificate().serial();
        String before = status(world, world.root, serial);

        world.broker().write(MOUNT + "/revoke", Map.of("serial_number", leaf.serial(), "reason", "superseded"));
        OCSPResp answer = ask(world.broker(), about(world.root.issuer.certificate(), serial));

        assertThat(before).isEqualTo("good");
        assertThat(status(answer)).isEqualTo("revoked");
        assertThat(OcspQuestions.isSignedBy(answer, world.root.issuer.certificate()))
                .isTrue();
        BasicOCSPResp content = content(answer);
        RevokedStatus revoked = (RevokedStatus) content.getResponses()[0].getCertStatus();
        assertThat(revoked.getRevocationReason()).isEqualTo(4);
        assertThat(content.getCerts()).isEmpty();
        Instant made = content.getResponses()[0].getThisUpdate().toInstant();
        assertThat(content.getResponses()[0].getNextUpdate().toInstant()).isEqualTo(made.plus(Duration.ofHours(12)));
    }

    @Test
    void aSerialThatWasNeverIssuedIsUnknownIfAllAreOnRecord() {
        assertThat(status(world, world.root, BigInteger.valueOf(77))).isEqualTo("unknown");
        world.complete.set(false);
        assertThat(status(world, world.root, BigInteger.valueOf(77))).isEqualTo("good");
        assertThat(status(world, world.root, BigInteger.ONE.shiftLeft(200))).isEqualTo("unknown");
        assertThat(status(world, world.root, BigInteger.valueOf(-5))).isEqualTo("unknown");
    }

    @Test
    void aCompactRecordIsEnough() {
        Authority.Leaf leaf = world.root.leaf(world.now(), world.now().plusSeconds(3600));
        world.keep(world.root, leaf, false);

        assertThat(status(world, world.root, leaf.certificate().serial())).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"})
    void theIssuerIsFoundByTheQuestionsHash(String hash) {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        OCSPResp answer = ask(
                world.broker(),
                about(
                        world.root.issuer.certificate(),
                        leaf.certificate().serial(),
                        new ASN1ObjectIdentifier(hash),
                        Optional.empty()));

        assertThat(status(answer)).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 32, 128})
    void aNonceComesBack(int length) throws Exception {
        byte[] nonce = new byte[length];
        Arrays.fill(nonce, (byte) 7);
        byte[] question = about(
                world.root.issuer.certificate(),
                BigInteger.TEN,
                new ASN1ObjectIdentifier("1.3.14.3.2.26"),
                Optional.of(nonce));

        BasicOCSPResp content = content(ask(world.broker(), question));

        assertThat(content.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                        .getExtnValue()
                        .getOctets())
                .endsWith(nonce);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 1000})
    void aNonceOfAnotherLengthIsMalformed(int length) {
        byte[] question = about(
                world.root.issuer.certificate(),
                BigInteger.TEN,
                new ASN1ObjectIdentifier("1.3.14.3.2.26"),
                Optional.of(new byte[length]));

        assertThat(ask(world.broker(), question).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }

    @Test
    void aStrangersCertificateIsUnknownByTheDefault() {
        Authority stranger = Authority.root("Stranger", world.now());

        OCSPResp answer = ask(world.broker(), about(stranger.issuer.certificate(), BigInteger.TEN));

        assertThat(status(answer)).isEqualTo("unknown");
        assertThat(OcspQuestions.isSignedBy(answer, world.root.issuer.certificate()))
                .isTrue();
        world.issuers.remove(world.root.issuer.id());
        assertThat(ask(world.broker(), about(stranger.issuer.certificate(), BigInteger.TEN))
                        .getStatus())
                .isEqualTo(OCSPResp.UNAUTHORIZED);
    }

    @Test
    void aSerialOfAnotherAuthorityIsNotThisOnes() {
        Authority other = Authority.root("Other", world.now());
        world.issuers.add(other);
        Authority.Leaf leaf = world.issue(other, Duration.ofHours(1));
        world.revoke(leaf);

        assertThat(status(world, other, leaf.certificate().serial())).isEqualTo("revoked");
        assertThat(status(world, world.root, leaf.certificate().serial())).isEqualTo("unknown");
    }

    @Test
    void aRevokedIssuerIsRevokedWhereItsParentIsAsked() {
        Authority below =
                Authority.make("Below", KeyKind.of("ec", 256), false, world.root, world.now(), AccessUrls.NONE);
        world.issuers.add(below);
        BigInteger serial = below.issuer.certificate().serial();
        String before = status(world, world.root, serial);
        world.issuers.add(below.with(Set.of(Usage.OCSP_SIGNING), Optional.of(world.now())));

        assertThat(before).isEqualTo("good");
        assertThat(status(world, world.root, serial)).isEqualTo("revoked");
        assertThat(status(world, below, serial)).isEqualTo("unknown");
    }

    @Test
    void whoMayNotAnswerIsUnauthorized() {
        byte[] question = about(world.root.issuer.certificate(), BigInteger.TEN);
        world.crlConfig("ocsp_disable", true);
        assertThat(ask(world.broker(), question).getStatus()).isEqualTo(OCSPResp.UNAUTHORIZED);
        world.crlConfig("ocsp_disable", false);
        world.issuers.add(world.root.with(Set.of(Usage.CRL_SIGNING), Optional.empty()));
        assertThat(ask(world.broker(), question).getStatus()).isEqualTo(OCSPResp.UNAUTHORIZED);
    }

    @Test
    void withoutAnExpiryThereIsNoNextUpdate() {
        world.crlConfig("ocsp_expiry", 0);

        BasicOCSPResp content = content(ask(world.broker(), about(world.root.issuer.certificate(), BigInteger.TEN)));

        assertThat(content.getResponses()[0].getNextUpdate()).isNull();
    }

    @Test
    void rsaWithPssStaysPss() {
        Authority pss = Authority.make("Pss", KeyKind.of("rsa", 2048), true, null, world.now(), AccessUrls.NONE);
        world.issuers.add(pss);

        OCSPResp answer = ask(world.broker(), about(pss.issuer.certificate(), BigInteger.TEN));

        assertThat(OcspQuestions.isSignedBy(answer, pss.issuer.certificate())).isTrue();
        assertThat(content(answer).getSignatureAlgorithmID())
                .isEqualTo(pss.key.scheme().identifier());
    }

    @Test
    void aQuestionInAPathIsAnsweredToo() throws Exception {
        String question = Base64.getEncoder().encodeToString(about(world.root.issuer.certificate(), BigInteger.TEN));
        PkiDocument answer = world.broker()
                .read(MOUNT + "/ocsp/" + question.replace("//", "/"))
                .as(PkiDocument.class);

        assertThat(answer.contentType()).isEqualTo("application/ocsp-response");
    }

    @Test
    void hostileQuestionsAreMalformedAndNothingElse() {
        byte[] good = about(world.root.issuer.certificate(), BigInteger.TEN);
        Random random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            byte[] hostile = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
            }
            byte[] sent = random.nextInt(4) == 0 ? Arrays.copyOf(hostile, random.nextInt(hostile.length)) : hostile;
            if (sent.length > 0) {
                assertThat(ask(world.broker(), sent).getStatus()).isIn(OCSPResp.SUCCESSFUL, OCSPResp.MALFORMED_REQUEST);
            }
        }
    }

    @Test
    void deepAndLongQuestionsAreMalformed() {
        byte[] deep = new byte[2000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        for (int left = 2000; left > 4; left -= 4) {
            nested.writeBytes(new byte[] {0x30, (byte) 0x82, (byte) (left >> 8), (byte) left});
        }

        assertThat(ask(world.broker(), deep).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(ask(world.broker(), nested.toByteArray()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(ask(world.broker(), new byte[2048]).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(ask(world.broker(), new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1})
                        .getStatus())
                .isEqualTo(OCSPResp.MALFORMED_REQUEST);
    }
}
