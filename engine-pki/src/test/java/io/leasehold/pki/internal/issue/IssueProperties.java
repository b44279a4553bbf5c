package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.crypto.FastProviders;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.x509.Certificate;
import java.io.ByteArrayInputStream;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extensions;

class IssueProperties {

    private static final Set<String> SERIALS = new HashSet<>();
    private static IssueWorld world;

    @BeforeContainer
    static void start() {
        world = new IssueWorld(FastProviders.best(), storage -> storage);
        world.issuer(
                "ec",
                TestIssuers.shape()
                        .below("default")
                        .urls(new AccessUrls(
                                List.of("http://ca.example.com/ca"),
                                List.of("http://ca.example.com/crl"),
                                List.of(),
                                List.of("http://ca.example.com/ocsp"))));
        world.issuer("ed", TestIssuers.shape().below("default").key("ed25519", 0));
        world.issuer("rsa", TestIssuers.shape().below("default").key("rsa", 2048));
    }

    @AfterContainer
    static void stop() {
        world.close();
    }

    record Request(Map<String, Object> role, Map<String, Object> fields) {}

    @Provide
    Arbitrary<Request> requests() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<List<String>> names =
                label.map(l -> l + ".example.com").list().ofMaxSize(20).uniqueElements();
        Arbitrary<List<String>> ips = Arbitraries.integers()
                .between(0, 255)
                .map(i -> "10.0.0." + i)
                .list()
                .ofMaxSize(4);
        Arbitrary<List<String>> uris =
                label.map(l -> "spiffe://cluster.local/" + l).list().ofMaxSize(3);
        Arbitrary<Map<String, Object>> roles = Combinators.combine(
                        Arbitraries.of("ec", "ed", "rsa", "default"),
                        Arbitraries.of("ec", "ed25519"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                List.of(), List.of("DigitalSignature"), List.of("KeyAgreement", "KeyEncipherment")),
                        Arbitraries.of(List.of(), List.of("Müller & Söhne"), List.of("A", "B")),
                        Arbitraries.of("permit", "1.3.6.1.4.1.7.8"),
                        Arbitraries.of(256, 512))
                .as((issuer, key, server, constraints, usage, organization, policy, bits) -> {
                    Map<String, Object> role = new HashMap<>(Map.of(
                            "issuer_ref", issuer,
                            "key_type", key,
                            "allowed_domains", "example.com",
                            "allow_subdomains", true,
                            "allowed_uri_sans", "spiffe://cluster.local/*",
                            "server_flag", server,
                            "basic_constraints_valid_for_non_ca", constraints,
                            "key_usage", usage,
                            "organization", organization,
                            "signature_bits", bits));
                    role.put("use_pss", server && constraints);
                    role.put("allowed_other_sans", "*");
                    if (!policy.equals("permit")) {
                        role.put("policy_identifiers", policy);
                    }
                    return role;
                });
        return Combinators.combine(
                        roles,
                        label,
                        names,
                        ips,
                        uris,
                        Arbitraries.integers().between(1, 10_000),
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.<String>of(), List.of("1.3.6.1.4.1.311.20.2.3;utf8:ann@example.com")))
                .as((role, cn, dns, addresses, uri, minutes, alone, others) -> new Request(
                        role,
                        Map.of(
                                "common_name", cn + ".example.com",
                                "alt_names", dns,
                                "ip_sans", addresses,
                                "uri_sans", uri,
                                "other_sans", others,
                                "ttl", minutes + "m",
                                "exclude_cn_from_sans", alone)));
    }

    @Property(tries = 150)
    void whatIsAllowedIsACertificateThatJavaTakesToTheRoot(@ForAll("requests") Request request) throws Exception {
        world.role("random", request.role());
        IssuedCertificate issued = world.issue("random", request.fields());
        assertThat(SERIALS.add(issued.serialNumber())).isTrue();

        Certificate read = IssueWorld.read(issued);
        Extensions extensions = read.extensions().orElseThrow();
        assertThat(extensions.getExtensionOIDs()).doesNotHaveDuplicates();
        for (ASN1ObjectIdentifier id : extensions.getExtensionOIDs()) {
            assertThat(extensions.getExtension(id).getParsedValue())
                    .as(id.getId())
                    .isNotNull();
        }
        assertThat(read.holder().toASN1Structure().getEncoded("DER")).isEqualTo(read.der());

        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate leaf = java(factory, read.der());
        List<String> chain = issued.caChain();
        X509Certificate root = java(
                factory,
                Certificate.readAll("chain", chain.get(chain.size() - 1)).get(0).der());
        List<X509Certificate> path = chain.size() == 1
                ? List.of(leaf)
                : List.of(
                        leaf,
                        java(
                                factory,
                                Certificate.readAll("chain", chain.get(0))
                                        .get(0)
                                        .der()));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(world.now()));
        assertThat(CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters))
                .isNotNull();
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getSerialNumber().bitLength()).isBetween(1, 159);
    }

    private static X509Certificate java(CertificateFactory factory, byte[] der) throws Exception {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }
}
