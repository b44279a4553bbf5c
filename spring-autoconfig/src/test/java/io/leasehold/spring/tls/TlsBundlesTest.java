package io.leasehold.spring.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.tls.RotatingTls;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartFailure;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TlsBundlesTest {

    private static final String WEB = "leasehold.tls.bundles.web.";

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, LeaseholdTlsAutoConfiguration.class));
    private final ApplicationContextRunner runner = bare.withBean(SecretBroker.class, Authority::broker)
            .withPropertyValues(
                    WEB + "path=pki_int/issue/web-servers",
                    WEB + "common-name=api.internal.example.com",
                    WEB + "alt-names=localhost,api-v2.internal.example.com",
                    WEB + "ip-sans=127.0.0.1",
                    WEB + "ttl=24h");

    @Test
    void aBundleHasTheCertificateThatWasAskedFor() {
        runner.run(context -> {
            SslBundle bundle = context.getBean(SslBundles.class).getBundle("web");
            KeyStore keys = bundle.getStores().getKeyStore();
            X509Certificate certificate = (X509Certificate) keys.getCertificate("web");

            assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=api.internal.example.com");
            assertThat(certificate.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .contains("localhost", "api-v2.internal.example.com", "127.0.0.1");
            assertThat(keys.getKey("web", bundle.getKey().getPassword().toCharArray()))
                    .isNotNull();
            bundle.getKey().assertContainsAlias(keys);
            assertThat(bundle.getStores().getTrustStore().size()).isEqualTo(1);
            assertThat(bundle.toString()).doesNotContain(bundle.getKey().getPassword());
        });
    }

    @Test
    void aRotationUpdatesTheBundle() {
        runner.run(context -> {
            SslBundles bundles = context.getBean(SslBundles.class);
            List<SslBundle> updates = new CopyOnWriteArrayList<>();
            bundles.addBundleUpdateHandler("web", updates::add);
            SslBundle first = bundles.getBundle("web");
            Object before = first.getStores().getKeyStore().getCertificate("web");
            X509ExtendedKeyManager held =
                    (X509ExtendedKeyManager) first.getManagers().getKeyManagers()[0];
            String alias = held.chooseServerAlias("EC", null, null);

            context.getBean(TlsBundles.class).get("web").rotate();

            await().until(() -> !updates.isEmpty());
            Object after = updates.get(0).getStores().getKeyStore().getCertificate("web");
            assertThat(after).isNotEqualTo(before);
            assertThat(held.chooseServerAlias("EC", null, null))
                    .as("managers that a client got earlier follow")
                    .isNotEqualTo(alias);
            assertThat(held.getCertificateChain(held.chooseServerAlias("EC", null, null))[0])
                    .isEqualTo(after);
        });
    }

    @Test
    void storesStayTheSameUntilARotation() {
        runner.run(context -> {
            SslBundle bundle = context.getBean(SslBundles.class).getBundle("web");

            assertThat(bundle.getStores()).isSameAs(bundle.getStores());
        });
    }

    @Test
    void mountAndRoleMayStandForThePath() {
        bare.withBean(SecretBroker.class, Authority::broker)
                .withPropertyValues(
                        WEB + "mount=pki_int",
                        WEB + "role=web-servers",
                        WEB + "common-name=localhost",
                        WEB + "trust.chain=issuer",
                        WEB + "trust.path=pki/cert/ca_chain",
                        WEB + "protocols=TLSv1.3",
                        WEB + "parameters.exclude-cn-from-sans=true")
                .run(context -> {
                    SslBundle bundle = context.getBean(SslBundles.class).getBundle("web");
                    TlsBundles tls = context.getBean(TlsBundles.class);
                    X509Certificate certificate =
                            (X509Certificate) bundle.getStores().getKeyStore().getCertificate("web");

                    assertThat(bundle.getOptions().getEnabledProtocols()).containsExactly("TLSv1.3");
                    assertThat(tls.get("web").status().trusted())
                            .as("own issuer, and the root from the path")
                            .isEqualTo(2);
                    assertThat(certificate.getSubjectAlternativeNames()).isNull();
                });
    }

    @Test
    void givenCertificatesAreTrustedInsteadOfTheOwnChain() {
        SecretBroker partner = Authority.broker();
        String pem = (String) partner.read("pki/cert/ca").data().get("certificate");
        partner.close();

        runner.withPropertyValues(WEB + "trust.certificates[0]=" + pem).run(context -> {
            SslBundle bundle = context.getBean(SslBundles.class).getBundle("web");

            assertThat(bundle.getStores().getTrustStore().size()).isEqualTo(1);
            assertThat(pem.replaceAll("\\s", ""))
                    .contains(Base64.getEncoder()
                            .encodeToString(bundle.getStores()
                                    .getTrustStore()
                                    .getCertificate("trusted-0")
                                    .getEncoded()));
        });
    }

    @Test
    void theBrokerIsNotMadeForNoBundles() {
        AtomicBoolean made = new AtomicBoolean();
        bare.withBean(
                        SecretBroker.class,
                        () -> {
                            made.set(true);
                            return Authority.broker();
                        },
                        definition -> definition.setLazyInit(true))
                .run(context -> {
                    assertThat(context.getBean(SslBundles.class).getBundleNames())
                            .isEmpty();
                    assertThat(made).isFalse();
                });
    }

    @Test
    void withoutABrokerNothingIsRegistered() {
        bare.run(context -> assertThat(context).doesNotHaveBean(TlsBundles.class));
    }

    @Test
    void theContextEndsTheBundlesBeforeTheBroker() {
        SecretBroker broker = Authority.broker();
        RotatingTls[] seen = new RotatingTls[1];
        bare.withBean(SecretBroker.class, () -> broker)
                .withPropertyValues(WEB + "path=pki_int/issue/web-servers", WEB + "common-name=localhost")
                .run(context -> seen[0] = context.getBean(TlsBundles.class).get("web"));

        assertThat(seen[0].status().closed()).isTrue();
    }

    @Test
    void aRoleThatIsNotThereIsPutDownToItsProperty() {
        runner.withPropertyValues(WEB + "path=pki_int/issue/nobody")
                .run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(NotFoundException.class));
        runner.withPropertyValues(WEB + "path=pki_int/issue/nobody")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .hasMessageContaining("SSL bundle 'web'")
                        .returns(WEB + "path", LeaseholdStartException::property)
                        .returns(Optional.of("pki_int/issue/nobody"), LeaseholdStartException::path));
    }

    @Test
    void wrongPropertiesAreNamed() {
        refused("path", "pki_int/sign/web-servers", "MOUNT/issue/ROLE");
        refused("path", "/issue/x", "MOUNT/issue/ROLE");
        refused("role", "web-servers", "together with path");
        refused("ttl", "30s", "1 minute or more");
        refused("drain", "-1s", "must not be negative");
        refused("protocols", "SSLv3", "TLSv1.2 and TLSv1.3");
        refused("trust.chain", "none", "trusts nobody");
        refused("trust.certificates", "classpath:nothing.pem", "neither PEM nor the location");
        bare.withBean(SecretBroker.class, Authority::broker)
                .withPropertyValues(WEB + "common-name=localhost")
                .run(context ->
                        assertThat(wrong(context.getStartupFailure()).getName()).isEqualTo(WEB + "path"));
        runner.withPropertyValues(WEB + "parameters.common-name=other")
                .run(context -> assertThat(wrong(context.getStartupFailure()).getName())
                        .isEqualTo(WEB + "parameters.common_name"));
    }

    private void refused(String property, String value, String reason) {
        runner.withPropertyValues(WEB + property + "=" + value).run(context -> {
            InvalidConfigurationPropertyValueException wrong = wrong(context.getStartupFailure());
            assertThat(wrong.getName()).isEqualTo(WEB + property);
            assertThat(wrong.getReason()).contains(reason);
        });
    }

    private static InvalidConfigurationPropertyValueException wrong(Throwable failure) {
        return cause(failure, InvalidConfigurationPropertyValueException.class);
    }

    private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in", failure);
    }
}
