package io.leasehold.pki.internal.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.x509.Pem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Requests for signing from people who want to break in: an error that says so, in bounded time, and nothing else. */
class HostileCsrProperties {

    private static IssueWorld world;
    private static NewKey key;
    private static byte[] valid;

    @BeforeContainer
    static void start() throws Exception {
        world = new IssueWorld();
        world.role("any", Map.of("allow_any_name", true, "key_type", "any", "allowed_other_sans", "*"));
        Csrs csr = new Csrs(world.crypto(), "ed25519", 0)
                .subject("CN=a.example.com,O=Acme,UID=ann")
                .names(
                        new GeneralName(GeneralName.dNSName, "b.example.com"),
                        new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://x/y"))
                .extension(
                        new Extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature).getEncoded()))
                .extension(new Extension(Extension.basicConstraints, true, new BasicConstraints(true).getEncoded()));
        key = csr.key();
        valid = csr.der();
    }

    @AfterContainer
    static void stop() {
        world.close();
    }

    private static void send(byte[] der) {
        String pem = Pem.write("CERTIFICATE REQUEST", der);
        for (String path : List.of("sign/any", "sign-verbatim")) {
            long start = System.nanoTime();
            try {
                Secret signed = world.write(path, Map.of("csr", pem));
                assertThat(IssueWorld.read(signed).isAuthority()).isFalse();
            } catch (InvalidRequestException expected) {
                assertThat(expected.field()).isPresent();
            } catch (RuntimeException other) {
                fail("not an error of the request: " + other, other);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Property(tries = 400)
    void mutatedBytesAreRefused(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 10_000) Integer> places, @ForAll byte value) {
        byte[] mutated = valid.clone();
        for (int place : places) {
            mutated[place % mutated.length] = value;
        }
        send(mutated);
    }

    @Property(tries = 100)
    void cutOffBytesAreRefused(@ForAll @IntRange(max = 10_000) int length) {
        send(Arrays.copyOf(valid, length % valid.length));
    }

    /** Signed anew by the key, so that what comes behind the signature's check is reached. */
    @Property(tries = 400)
    void mutatedContentWithARightSignatureIsRefusedOrSignedAsALeaf(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 10_000) Integer> places, @ForAll byte value)
            throws Exception {
        CertificationRequest request = CertificationRequest.getInstance(valid);
        byte[] content = request.getCertificationRequestInfo().getEncoded("DER");
        for (int place : places) {
            content[place % content.length] = value;
        }
        CertificationRequestInfo info;
        byte[] signed;
        try {
            info = CertificationRequestInfo.getInstance(ASN1Primitive.fromByteArray(content));
            SignatureScheme scheme = SignatureScheme.of(KeyKind.of("ed25519", 0), 0, false);
            byte[] signature =
                    world.crypto().signingKey(key.kind(), key.pkcs8(), scheme).sign(info.getEncoded("DER"));
            signed = new CertificationRequest(info, scheme.identifier(), new DERBitString(signature)).getEncoded("DER");
        } catch (java.io.IOException | RuntimeException notEvenThat) {
            return;
        }
        send(signed);
    }

    @Property(tries = 100)
    void anyTextAtAllIsRefused(@ForAll String text) {
        try {
            world.write("sign/any", Map.of("csr", text));
            fail("signed: " + text);
        } catch (InvalidRequestException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }
}
