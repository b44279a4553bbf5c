package io.leasehold.pki.revoking;

import static io.leasehold.pki.revoking.RevokingWorld.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.pki.http.PkiHandler;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.AccessUrls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PkiHandlerTest {

    private final RevokingWorld world = RevokingWorld.ready();
    private final Server server = Server.of(world);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("no response", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(server.url(path)));
    }

    private HttpResponse<byte[]> get(String path) {
        return send(at(path));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "ca,application/pkix-cert",
        "ca/pem,application/pem-certificate-chain",
        "crl,application/pkix-crl",
        "crl/pem,application/x-pem-file",
        "issuer/root/crl/der,application/pkix-crl",
        "issuer/default/crl/pem,application/x-pem-file",
        "issuer/root/crl,application/json",
        "cert/crl,application/json"
    })
    void whatCertificatesPointToIsServedWithItsType(String path, String type) {
        HttpResponse<byte[]> response = get("/v1/pki/" + path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(response.body()).isNotEmpty();
        assertThat(get("/elsewhere/" + path).body()).isEqualTo(response.body());
        HttpResponse<byte[]> head = send(at("/v1/pki/" + path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(response.body().length));
    }

    @Test
    void certificatesAreServedBySerial() throws Exception {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));

        assertThat(get("/v1/pki/cert/" + leaf.serial() + "/raw").body())
                .isEqualTo(leaf.certificate().der());
        assertThat(text(get("/v1/pki/cert/" + leaf.serial().replace(':', '-') + "/raw/pem")))
                .isEqualTo(leaf.pem());
        assertThat(text(get("/v1/pki/cert/" + leaf.serial().replace(":", "%3A"))))
                .contains("\"data\"")
                .contains("\"revocation_time\":0");
        assertThat(get("/v1/pki/cert/01-02/raw").statusCode()).isEqualTo(204);
        assertThat(get("/v1/pki/cert/01-02").statusCode()).isEqualTo(404);
        assertThat(get("/v1/pki/cert/zz").statusCode()).isEqualTo(404);
    }

    @Test
    void aCopyThatIsGoodIsNotSentAgain() throws Exception {
        HttpResponse<byte[]> first = get("/v1/pki/crl");
        String tag = header(first, "ETag");
        String modified = header(first, "Last-Modified");

        HttpResponse<byte[]> byTag = send(at("/v1/pki/crl").header("If-None-Match", "\"other\", " + tag));
        HttpResponse<byte[]> byDate = send(at("/v1/pki/crl").header("If-Modified-Since", modified));
        HttpResponse<byte[]> old = send(at("/v1/pki/crl").header("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"));
        HttpResponse<byte[]> nonsense = send(at("/v1/pki/crl").header("If-Modified-Since", "yesterday"));
        world.revoke(world.issue(world.root, Duration.ofHours(1)));
        world.settle();
        HttpResponse<byte[]> changed = send(at("/v1/pki/crl").header("If-None-Match", tag));

        assertThat(byTag.statusCode()).isEqualTo(304);
        assertThat(byTag.body()).isEmpty();
        assertThat(byDate.statusCode()).isEqualTo(304);
        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(nonsense.statusCode()).isEqualTo(200);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(RevokingWorld.serials(new X509CRLHolder(changed.body()))).hasSize(1);
        assertThat(header(first, "Cache-Control")).contains("max-age=60").contains("must-revalidate");
        assertThat(header(first, "Expires")).isNotEmpty();
        assertThat(send(at("/v1/pki/ca").header("If-Modified-Since", header(get("/v1/pki/ca"), "Last-Modified")))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void questionsAreAnsweredByPostAndGet() throws Exception {
        Authority.Leaf leaf = world.issue(world.root, Duration.ofHours(1));
        byte[] question = OcspQuestions.about(
                world.root.issuer.certificate(), leaf.certificate().serial());

        HttpResponse<byte[]> posted = send(at("/v1/pki/ocsp")
                .header("Content-Type", "application/ocsp-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question)));
        String base64 = Base64.getEncoder().encodeToString(question);
        HttpResponse<byte[]> escaped = get("/v1/pki/ocsp/" + URLEncoder.encode(base64, StandardCharsets.UTF_8));
        HttpResponse<byte[]> plain = get("/v1/pki/ocsp/" + base64);

        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(header(posted, "Content-Type")).isEqualTo("application/ocsp-response");
        assertThat(header(posted, "Cache-Control")).isEqualTo("no-store");
        assertThat(OcspQuestions.status(new OCSPResp(posted.body()))).isEqualTo("good");
        assertThat(OcspQuestions.status(new OCSPResp(escaped.body()))).isEqualTo("good");
        assertThat(OcspQuestions.status(new OCSPResp(plain.body()))).isEqualTo("good");
        assertThat(header(plain, "Cache-Control")).contains("max-age=43200");
        assertThat(header(plain, "ETag")).isNotEmpty();
        assertThat(header(plain, "Last-Modified")).isNotEmpty();
        assertThat(header(plain, "Expires")).isNotEmpty();
    }

    @Test
    void anAnswerForOneClientIsNotKept() {
        byte[] question = OcspQuestions.about(
                world.root.issuer.certificate(),
                BigInteger.TEN,
                new ASN1ObjectIdentifier("1.3.14.3.2.26"),
                Optional.of(new byte[16]));

        HttpResponse<byte[]> response = get("/v1/pki/ocsp/"
                + URLEncoder.encode(Base64.getEncoder().encodeToString(question), StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void badQuestionsHaveTheirStatus() {
        byte[] question = OcspQuestions.about(world.root.issuer.certificate(), BigInteger.TEN);

        assertThat(post(new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
        assertThat(post(new byte[0]).statusCode()).isEqualTo(400);
        assertThat(post(new byte[2047]).statusCode()).isEqualTo(400);
        assertThat(post(new byte[2048]).statusCode()).isEqualTo(413);
        assertThat(post(new byte[200_000]).statusCode()).isEqualTo(413);
        assertThat(get("/v1/pki/ocsp/%25%25").statusCode()).isEqualTo(400);
        assertThat(get("/v1/pki/ocsp/").statusCode()).isEqualTo(400);
        assertThat(get("/v1/pki/ocsp").statusCode()).isEqualTo(405);
        world.crlConfig("ocsp_disable", true);
        assertThat(post(question).statusCode()).isEqualTo(401);
    }

    private HttpResponse<byte[]> post(byte[] body) {
        return send(at("/v1/pki/ocsp").POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/",
                "/v1/pki",
                "/v1/pki/",
                "/v1/pki/config/crl",
                "/v1/pki/certs",
                "/v1/pki/certs/revoked",
                "/v1/pki/crl/rotate",
                "/v1/pki/tidy-status",
                "/v1/pki/roles/app",
                "/v1/pki/cert/01-02/raw/der",
                "/v1/pki/issuer/root",
                "/v1/pki/issuer/root/revoke",
                "/v1/pki/issuer/root/crl/rotate",
                "/v1/pki/issuer/..%2f..%2fconfig/json",
                "/v1/pki/crl/../config/crl",
                "/v1/pki/%2e%2e/sys/mounts",
                "/v1/pki/..%2Fsys%2Fmounts",
                "/v1/sys/mounts",
                "/sys/mounts",
                "/v1/pki_int/ca",
                "/v1/pkix/ca",
                "/v1/pki//ca",
                "/v1/pki/ca/",
                "/v1/pki/CA"
            })
    void nothingElseCanBeReached(String path) {
        HttpResponse<byte[]> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).isEqualTo("not found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingCanBeChanged(String method) {
        for (String path : List.of("ca", "crl", "cert/01-02", "issuer/root/pem", "ocsp/AAAA")) {
            HttpResponse<byte[]> response =
                    send(at("/v1/pki/" + path).method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void whatIsEmptyHasNoContent() {
        assertThat(get("/v1/pki/crl/delta").statusCode()).isEqualTo(204);
        assertThat(get("/v1/pki/issuer/nobody/crl/der").statusCode()).isEqualTo(404);
        world.issuers.remove(world.root.issuer.id());
        assertThat(get("/v1/pki/crl").statusCode()).isEqualTo(204);
        assertThat(get("/v1/pki/ca").statusCode()).isEqualTo(204);
    }

    @Test
    void aClosedBrokerIsAnInternalErrorWithoutWords() {
        world.broker().close();

        HttpResponse<byte[]> response = get("/v1/pki/crl");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(text(response)).isEqualTo("internal error\n");
    }

    @Test
    void aBuilderRefusesWhatCannotBe() {
        assertThatThrownBy(() -> PkiHandler.builder(world.broker()).build()).hasMessageContaining("no mount");
        assertThatThrownBy(() -> PkiHandler.builder(world.broker()).mount("pki").mount("/v1/pki/", "other"))
                .hasMessageContaining("two mounts");
        assertThatThrownBy(() -> PkiHandler.builder(world.broker()).mount("ca", "pki"))
                .hasMessageContaining("slash");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void javasOwnCheckerSeesRevocations(boolean ocsp) throws Exception {
        Authority served = Authority.make(
                "Served",
                KeyKind.of("rsa", 2048),
                false,
                null,
                world.now(),
                new AccessUrls(
                        List.of(),
                        List.of(server.url("/v1/pki/issuer/served/crl/der")),
                        List.of(),
                        List.of(server.url("/v1/pki/ocsp"))));
        world.issuers.add(served);
        Authority.Leaf good = world.issue(served, Duration.ofHours(1));
        Authority.Leaf bad = world.issue(served, Duration.ofHours(1));
        world.broker().write(MOUNT + "/revoke", Map.of("certificate", bad.pem(), "reason", "keyCompromise"));
        if (!ocsp) {
            world.broker().write(MOUNT + "/crl/rotate");
        }

        validate(served, good, ocsp);
        assertThatThrownBy(() -> validate(served, bad, ocsp))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("revoked");
    }

    private static void validate(Authority authority, Authority.Leaf leaf, boolean ocsp) throws Exception {
        System.setProperty("com.sun.security.enableCRLDP", "true");
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            CertPath path = factory.generateCertPath(List.of(factory.generateCertificate(
                    new ByteArrayInputStream(leaf.certificate().der()))));
            X509Certificate anchor = (X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(authority.issuer.certificate().der()));
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(
                    ocsp
                            ? EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK)
                            : EnumSet.of(
                                    PKIXRevocationChecker.Option.PREFER_CRLS,
                                    PKIXRevocationChecker.Option.NO_FALLBACK));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.addCertPathChecker(checker);
            validator.validate(path, parameters);
        } finally {
            System.clearProperty("com.sun.security.enableCRLDP");
        }
    }
}
