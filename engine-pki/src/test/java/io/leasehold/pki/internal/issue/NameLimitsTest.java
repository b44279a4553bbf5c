package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.InvalidRequestException;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameLimitsTest {

    private final IssueWorld world = new IssueWorld();

    @BeforeEach
    void issuers() {
        world.issuer(
                "limited",
                TestIssuers.shape()
                        .constraints(new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.com")),
                                    new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "example.com")),
                                    new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "10.0.0.0/8"))
                                },
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, "secret.example.com"))
                                })));
        world.issuer("below", TestIssuers.shape().below("limited"));
        world.role(
                "any",
                Map.of(
                        "allow_any_name", true,
                        "key_type", "ec",
                        "enforce_hostnames", false,
                        "allowed_uri_sans", "*",
                        "issuer_ref", "below"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void allowed(String field, String name) {
        assertThat(world.issue("any", Map.of("common_name", "ok.example.com", field, name))
                        .certificate())
                .isNotEmpty();
    }

    private void refused(String field, String name) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.issue("any", Map.of("common_name", "ok.example.com", field, name)))
                .withMessageContaining("name constraints");
    }

    @Test
    void namesWithinTheConstraintsOfAnyIssuerAboveAreSigned() {
        allowed("alt_names", "example.com");
        allowed("alt_names", "a.b.example.com");
        allowed("alt_names", "*.web.example.com");
        allowed("alt_names", "A.EXAMPLE.COM");
        allowed("alt_names", "ann@example.com");
        allowed("ip_sans", "10.1.2.3");
        allowed("uri_sans", "spiffe://anything/x");
    }

    @Test
    void namesBeyondThemAreNot() {
        refused("alt_names", "evil.com");
        refused("alt_names", "badexample.com");
        refused("alt_names", "secret.example.com");
        refused("alt_names", "x.SECRET.example.com");
        refused("alt_names", "ann@evil.com");
        refused("ip_sans", "192.168.0.1");
    }

    @Test
    void aWildcardThatCoversWhatIsExcludedIsNotSigned() {
        refused("alt_names", "*.example.com");
        refused("alt_names", "*.secret.example.com");
    }

    @Test
    void aWildcardWithinALabelIsOneToo() {
        Csrs csr = new Csrs(world.crypto(), "ec", 256).subject("CN=x").dns("s*.example.com");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.write("issuer/below/sign-verbatim", Map.of("csr", csr.pem())))
                .withMessageContaining("covers the excluded");
    }

    @Test
    void anIssuerWithConstraintsThatNobodyKnowsSignsNothing() {
        world.issuer("odd", TestIssuers.shape().constraints(new NameConstraints(null, new GeneralSubtree[] {
            new GeneralSubtree(new GeneralName(GeneralName.registeredID, "1.2.3.4"))
        })));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.write("issuer/odd/issue/any", Map.of("common_name", "ok.example.com")))
                .withMessageContaining("issuer_ref")
                .withMessageContaining("name constraints");
    }

    @Test
    void aCommonNameAloneIsTakenForAHost() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.issue("any", Map.of("common_name", "evil.com", "exclude_cn_from_sans", true)))
                .withMessageContaining("name constraints");
    }

    @Test
    void verbatimIsBoundAsWell() {
        Csrs csr = new Csrs(world.crypto(), "ec", 256).subject("CN=x").dns("evil.com");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> world.write("issuer/below/sign-verbatim", Map.of("csr", csr.pem())))
                .withMessageContaining("name constraints");
    }
}
