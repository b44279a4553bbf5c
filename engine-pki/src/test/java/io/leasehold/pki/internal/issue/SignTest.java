package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.SubjectName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignTest {

    private final IssueWorld world = new IssueWorld();

    @BeforeEach
    void role() {
        role("web");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void role(String name, Object... more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("allowed_domains", "example.com", "allow_subdomains", true, "key_type", "ec"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        world.role(name, fields);
    }

    private Csrs csr() {
        return new Csrs(world.crypto(), "ec", 256);
    }

    private Secret sign(String path, Csrs csr) {
        return world.write(path, Map.of("csr", csr.pem()));
    }

    private void refused(String path, Map<String, ?> fields, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.write(path, fields))
                .withMessageContaining(words);
    }

    private static List<String> names(Certificate certificate) {
        return java.util.Arrays.stream(GeneralNames.fromExtensions(
                                certificate.extensions().orElseThrow(), Extension.subjectAlternativeName)
                        .getNames())
                .map(GeneralName::toString)
                .toList();
    }

    @Test
    void aCertificateIsForTheKeyAndTheNamesOfTheRequestForSigning() {
        Csrs csr = csr().subject("CN=a.example.com").dns("b.example.com");
        Secret secret = sign("sign/web", csr);
        Certificate certificate = IssueWorld.read(secret);
        assertThat(certificate.key()).isEqualTo(csr.key().publicKey());
        assertThat(certificate.subject()).hasToString("CN=a.example.com");
        assertThat(names(certificate)).containsExactly("2: a.example.com", "2: b.example.com");
        assertThat(secret.data()).doesNotContainKeys("private_key", "private_key_type");
        assertThat(secret.warnings()).isEmpty();
    }

    @Test
    void theSignatureFollowsTheIssuerWhateverTheRoleSays() {
        world.issuer("p384", TestIssuers.shape().key("ec", 384));
        role("web", "issuer_ref", "p384", "signature_bits", 256);
        assertThat(IssueWorld.read(sign("sign/web", csr().subject("CN=a.example.com")))
                        .holder()
                        .getSignatureAlgorithm()
                        .getAlgorithm()
                        .getId())
                .isEqualTo("1.2.840.10045.4.3.3");
    }

    @Test
    void theBeginningThatIsAskedForIsHonoured() {
        String begin = world.now()
                .plusSeconds(600)
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        Certificate certificate = IssueWorld.read(world.write(
                "sign/web", Map.of("csr", csr().subject("CN=a.example.com").pem(), "not_before", begin)));
        assertThat(certificate.notBefore()).hasToString(begin);
    }

    @Test
    void namesAreCheckedWhereverTheyComeFrom() {
        refused("sign/web", Map.of("csr", csr().subject("CN=evil.com").pem()), "common name");
        refused(
                "sign/web",
                Map.of("csr", csr().subject("CN=a.example.com").dns("evil.com").pem()),
                "subject alternate name");
        role("of-call", "use_csr_common_name", false, "use_csr_sans", false);
        Secret secret = world.write(
                "sign/of-call",
                Map.of(
                        "csr", csr().subject("CN=evil.com").dns("evil.com").pem(),
                        "common_name", "a.example.com",
                        "alt_names", "b.example.com"));
        assertThat(names(IssueWorld.read(secret))).containsExactly("2: a.example.com", "2: b.example.com");
        assertThat(secret.warnings()).anyMatch(warning -> warning.contains("CN"));
    }

    @Test
    void otherPartsOfTheSubjectAreIgnoredWithAWarning() {
        Secret secret = sign("sign/web", csr().subject("CN=a.example.com,O=Evil,C=US"));
        assertThat(IssueWorld.read(secret).subject()).hasToString("CN=a.example.com");
        assertThat(secret.warnings())
                .singleElement()
                .asString()
                .contains("O")
                .contains("C")
                .contains("ignored");
        role("acme", "organization", "Acme", "country", "US");
        Secret same = sign("sign/acme", csr().subject("CN=a.example.com,O=Acme,C=US"));
        assertThat(same.warnings()).isEmpty();
        assertThat(IssueWorld.read(same).subject()).hasToString("C=US,O=Acme,CN=a.example.com");
    }

    @Test
    void serialNumberAndUserIdsOfTheSubjectAreTakenAndChecked() {
        Csrs csr = csr().subject("CN=a.example.com,SERIALNUMBER=42,UID=ann");
        refused("sign/web", Map.of("csr", csr.pem()), "serial_number");
        role("people", "allowed_serial_numbers", "4*", "allowed_user_ids", "ann");
        Certificate certificate = IssueWorld.read(sign("sign/people", csr));
        assertThat(certificate.subject().getRDNs(SubjectName.UID)).hasSize(1);
        refused(
                "sign/people",
                Map.of("csr", csr().subject("CN=a.example.com,UID=bob").pem()),
                "user_id");
    }

    @Test
    void keysHaveToBeAsTheRoleWants() {
        refused(
                "sign/web",
                Map.of(
                        "csr",
                        new Csrs(world.crypto(), "ed25519", 0)
                                .subject("CN=a.example.com")
                                .pem()),
                "role requires keys of type ec");
        role("strong", "key_bits", 384);
        refused(
                "sign/strong",
                Map.of("csr", csr().subject("CN=a.example.com").pem()),
                "role requires a minimum of a 384-bit key");
    }

    @Test
    void aRequestForSigningHasToBeSignedWithItsKey() {
        refused(
                "sign/web",
                Map.of("csr", csr().subject("CN=a.example.com").forged().pem()),
                "request signature invalid");
        refused(
                "sign-verbatim",
                Map.of("csr", csr().subject("CN=a.example.com").forged().pem()),
                "request signature invalid");
        refused("sign/web", Map.of(), "\"csr\" is empty");
        refused("sign/web", Map.of("csr", "hello"), "contains no data");
    }

    @Test
    void nobodyBecomesAnAuthorityByAsking() {
        Csrs csr = csr().subject("CN=a.example.com")
                .extension(extension(Extension.basicConstraints, true, new BasicConstraints(true)))
                .extension(extension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature)));
        for (String path : List.of("sign/web", "sign-verbatim", "sign-verbatim/web")) {
            Secret secret = sign(path, csr);
            Certificate certificate = IssueWorld.read(secret);
            assertThat(certificate.isAuthority()).as(path).isFalse();
            assertThat(certificate.allows(KeyUsage.keyCertSign)).as(path).isFalse();
            assertThat(secret.warnings()).as(path).anyMatch(warning -> warning.contains("basicConstraints"));
        }
    }

    private static Extension extension(
            ASN1ObjectIdentifier id, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            return new Extension(id, critical, value.toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void verbatimTakesSubjectNamesAndExtensionsAsTheyAre() throws IOException {
        ASN1ObjectIdentifier own = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        Csrs csr = csr().subject("CN=anything at all,O=Whoever,L=Here")
                .names(new GeneralName(GeneralName.dNSName, "evil.com"), new GeneralName(new X500Name("CN=directory")))
                .extension(extension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)))
                .extension(new Extension(own, false, new DEROctetString(new byte[] {5, 0})));
        Secret secret = sign("sign-verbatim", csr);
        Certificate certificate = IssueWorld.read(secret);
        var all = certificate.extensions().orElseThrow();
        assertThat(certificate.subject()).hasToString("CN=anything at all,O=Whoever,L=Here");
        assertThat(names(certificate)).containsExactly("2: evil.com", "4: CN=directory");
        assertThat(ExtendedKeyUsage.fromExtensions(all).getUsages()).containsExactly(KeyPurposeId.id_kp_timeStamping);
        assertThat(all.getExtension(own).getExtnValue().getOctets()).isEqualTo(new byte[] {5, 0});
        assertThat(KeyUsage.fromExtensions(all).hasUsages(KeyUsage.digitalSignature))
                .isTrue();
        assertThat(all.getExtensionOIDs()).doesNotHaveDuplicates();
    }

    @Test
    void verbatimHasNoExtendedUsagesByDefaultAndTheIssuersIdentifiers() {
        Csrs csr = csr().subject("CN=x")
                .extension(extension(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[20])))
                .extension(extension(
                        Extension.cRLDistributionPoints,
                        false,
                        new org.bouncycastle.asn1.x509.CRLDistPoint(
                                new org.bouncycastle.asn1.x509.DistributionPoint[0])));
        Secret secret = sign("sign-verbatim/web", csr);
        var all = IssueWorld.read(secret).extensions().orElseThrow();
        assertThat(all.getExtension(Extension.extendedKeyUsage)).isNull();
        assertThat(all.getExtension(Extension.cRLDistributionPoints)).isNull();
        assertThat(IssueWorld.read(secret).subjectKeyId())
                .isEqualTo(io.leasehold.pki.internal.x509.KeyIds.of(csr.key().publicKey()));
        assertThat(secret.warnings()).hasSize(1);
    }

    @Test
    void aRequestGivesItselfNoRightToAnswerForItsIssuer() {
        ASN1ObjectIdentifier poison = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3");
        Csrs csr = csr().subject("CN=x")
                .extension(extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_OCSPSigning
                })))
                .extension(extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE))
                .extension(extension(poison, true, DERNull.INSTANCE))
                .extension(extension(MiscObjectIdentifiers.netscapeCertType, false, new NetscapeCertType(0x07)));
        Secret secret = sign("sign-verbatim", csr);
        var all = IssueWorld.read(secret).extensions().orElseThrow();
        assertThat(ExtendedKeyUsage.fromExtensions(all).getUsages()).containsExactly(KeyPurposeId.id_kp_serverAuth);
        assertThat(all.getExtensionOIDs())
                .doesNotContain(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, poison, MiscObjectIdentifiers.netscapeCertType);
        assertThat(secret.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("OCSPSigning"))
                .anySatisfy(warning -> assertThat(warning).contains(poison.getId()));

        Csrs only = csr().subject("CN=x")
                .extension(extension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning)));
        assertThat(IssueWorld.read(sign("sign-verbatim", only))
                        .extensions()
                        .orElseThrow()
                        .getExtension(Extension.extendedKeyUsage))
                .isNull();
    }

    @Test
    void verbatimWithNothingToSignForIsRefused() {
        refused("sign-verbatim", Map.of("csr", csr().pem()), "neither a subject nor alternative names");
        Certificate certificate = IssueWorld.read(sign("sign-verbatim", csr().dns("a.b")));
        assertThat(certificate
                        .extensions()
                        .orElseThrow()
                        .getExtension(Extension.subjectAlternativeName)
                        .isCritical())
                .isTrue();
    }
}
