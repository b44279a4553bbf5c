package io.leasehold.database.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.CertificateCredentials;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.DatabaseRole;
import io.leasehold.database.RsaKeyCredentials;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.TestAuthority;
import io.leasehold.database.harness.TestAuthority.Form;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.mysql.MySqlPlugin;
import io.leasehold.database.internal.postgresql.PostgresPlugin;
import io.leasehold.database.internal.redis.RedisPlugin;
import io.leasehold.database.internal.tls.KeyFit;
import io.leasehold.database.internal.tls.PemText;
import io.leasehold.database.spi.AccountCredential;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.Plan;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles whose accounts log in with keys and certificates, at products that know them and such that do not. */
class CredentialTypesTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final KeyedPlugin keyed = new KeyedPlugin();
    private final EngineHarness engine = new EngineHarness(context -> new DatabaseEngine(
            context, Plugins.of(List.of(keyed, new PostgresPlugin(), new MySqlPlugin(), new RedisPlugin()))));
    private final TestAuthority authority = TestAuthority.sound(engine.now());

    @BeforeEach
    void connect() {
        connection("app", "keyed-database-plugin", "keyed://server");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aRoleThatSaysNothingHasPasswords() {
        engine.write("roles/plain", Map.of("db_name", "app", "creation_statements", "MAKE {{name}} '{{password}}'"));
        Plan plan = engine.plan("plain");

        DatabaseCredentials login = (DatabaseCredentials) create(plan);
        assertThat(((AccountCredential.Password) keyed.accounts.get(plan.account()))
                        .password()
                        .matches(login.password()))
                .isTrue();
        assertThat(engine.engine().terms(plan.revocation()).renewable()).isTrue();
    }

    @Test
    void aKeyPairIsDividedBetweenTheServerAndTheCaller() throws Exception {
        rsa(Map.of("key_bits", 3072));
        Plan plan = engine.plan("keys");

        RsaKeyCredentials login = (RsaKeyCredentials) create(plan);
        RSAPublicKey known = publicKey(((AccountCredential.PublicKey) keyed.accounts.get(plan.account())).pem());
        assertThat(login.username()).isEqualTo(plan.account());
        assertThat(known.getModulus().bitLength()).isEqualTo(3072);
        assertThat(KeyFit.fit(known, PemText.key("key", login.rsaPrivateKey()))).isTrue();
        assertThat(login.toString() + plan + plan.material())
                .contains(plan.account())
                .doesNotContain("PRIVATE KEY");
        assertThat(engine.engine().terms(plan.revocation()).renewable()).isTrue();
    }

    @Test
    void aCertificateIsForTheUserAndItsKeyForTheCallerAlone() {
        certificates(Map.of("max_ttl", "2h"));
        Plan plan = engine.plan("certified");

        CertificateCredentials login = (CertificateCredentials) create(plan);
        AccountCredential.ClientCertificate known =
                (AccountCredential.ClientCertificate) keyed.accounts.get(plan.account());
        assertThat(known.subject()).isEqualTo("CN=" + plan.account());
        assertThat(known.issuer()).isEqualTo("O=Acme,CN=Clients");
        assertThat(login.username()).isEqualTo(plan.account());
        assertThat(login.privateKeyType()).isEqualTo("ec");
        assertThat(KeyFit.fit(
                        PemText.certificates("pem", login.clientCertificate())
                                .get(0)
                                .getPublicKey(),
                        PemText.key("pem", login.privateKey())))
                .isTrue();
        assertThat(login.toString() + plan + plan.material()).doesNotContain("BEGIN ");
    }

    @Test
    void aTemplateNamesTheSubject() {
        Map<String, Object> config = config();
        config.put("common_name_template", "{{.DisplayName}}.{{.RoleName}}.{{random 20}}");
        certificates(Map.of("credential_config", config));
        Plan plan = engine.plan("certified");
        create(plan);

        assertThat(((AccountCredential.ClientCertificate) keyed.accounts.get(plan.account())).subject())
                .matches("CN=billing\\.certified\\.[A-Za-z0-9]{20}");
    }

    @Test
    void aCertificateEndsWithTheLongestLifeOfItsLeaseSoThatARenewalMovesNoEnd() {
        certificates(Map.of("default_ttl", "1h", "max_ttl", "24h"));
        Plan plan = engine.plan("certified");
        Instant end = end((CertificateCredentials) create(plan));

        assertThat(plan.terms()).isEqualTo(LeaseTerms.renewable(Duration.ofHours(1), DAY));
        assertThat(Duration.between(engine.now().plus(DAY), end))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(90));
    }

    @Test
    void aRoleThatComesToAllowMoreDoesNotExtendACertificateThatIsThere() {
        certificates(Map.of("max_ttl", "24h"));
        Plan plan = engine.plan("certified");

        for (String later : List.of("72h", "0")) {
            engine.write("roles/certified", Map.of("max_ttl", later));
            assertThat(engine.engine().terms(plan.revocation()).maxTtl()).isEqualTo(DAY);
        }
        engine.write("roles/certified", Map.of("max_ttl", "3h"));
        assertThat(engine.engine().terms(plan.revocation()).maxTtl()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void withoutALongestLifeTheCertificateEndsWithTheLeaseWhichIsNotRenewed() {
        certificates(Map.of("default_ttl", "1h"));
        Plan plan = engine.plan("certified");
        Instant leaseEnd = engine.now().plus(Duration.ofHours(1));
        CertificateCredentials login =
                (CertificateCredentials) engine.create(plan, leaseEnd).credential();

        assertThat(plan.terms()).isEqualTo(LeaseTerms.fixed(Duration.ofHours(1), Duration.ZERO));
        assertThat(Duration.between(leaseEnd, end(login))).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
        engine.write("roles/certified", Map.of("max_ttl", "24h"));
        assertThat(engine.engine().terms(plan.revocation()).renewable()).isFalse();
    }

    @Test
    void noCredentialIsIssuedThatItsAuthorityCannotCover() {
        certificates(Map.of("max_ttl", "24h"));
        engine.moveClock(Duration.ofDays(9).plusHours(1));
        Plan plan = engine.plan("certified");

        assertThatThrownBy(() -> create(plan))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: ends at");
        assertThat(keyed.accounts).isEmpty();
    }

    @Test
    void anAuthorityThatHasExpiredOrEndsTooEarlyIsRefusedWhenTheRoleIsWritten() {
        Instant now = engine.now();
        TestAuthority expired = TestAuthority.of(Form.sound(now).valid(now.minus(DAY.multipliedBy(2)), now.minus(DAY)));

        assertThatThrownBy(() -> certificates(expired, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: has expired at");
        assertThatThrownBy(() -> certificates(Map.of("max_ttl", "264h")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_cert: ends at");
        assertThat(engine.list("roles")).isEmpty();
    }

    @Test
    void theAuthoritysKeyIsStoredAndNeverShown() {
        certificates(Map.of("max_ttl", "24h"));
        engine.write("roles/certified", Map.of("default_ttl", "1h"));

        Map<String, Object> read = engine.read("roles/certified");
        assertThat(read)
                .containsEntry("credential_type", "client_certificate")
                .extractingByKey("credential_config", org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("ca_cert", "key_type");
        assertThat(engine.stored("roles/certified", DatabaseRole.class).toString())
                .contains("ca_private_key")
                .doesNotContain("BEGIN ", authority.keyBody());
        assertThat(create(engine.plan("certified"))).isInstanceOf(CertificateCredentials.class);
    }

    @Test
    void settingsThatAreSentWithoutTheKeyAreRefused() {
        certificates(Map.of());

        assertThatThrownBy(() -> engine.write(
                        "roles/certified",
                        Map.of(
                                "credential_config",
                                engine.read("roles/certified").get("credential_config"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_config.ca_private_key: is missing")
                .hasMessageContaining("it is never shown");
    }

    @ParameterizedTest
    @CsvSource({
        "keyed-database-plugin, keyed://s, rsa_private_key, {{password}}",
        "keyed-database-plugin, keyed://s, rsa_private_key, {{subject}}",
        "keyed-database-plugin, keyed://s, client_certificate, {{password}}",
        "keyed-database-plugin, keyed://s, client_certificate, {{public_key}}",
        "keyed-database-plugin, keyed://s, password, {{public_key}}",
        "postgresql-database-plugin, postgresql://{{username}}:{{password}}@s/d, client_certificate, {{password}}",
        "mysql-database-plugin, {{username}}:{{password}}@tcp(s:1)/, client_certificate, {{password}}",
        "mysql-database-plugin, {{username}}:{{password}}@tcp(s:1)/, password, {{issuer}}",
    })
    void thePlaceholderOfAnotherTypeIsRefused(String plugin, String url, String type, String placeholder) {
        connection("other", plugin, url);

        assertThatThrownBy(() -> role("x", "other", type, "CREATE USER '{{name}}' AS '" + placeholder + "'"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "creation_statements: " + placeholder + " has no value in a role of credential_type " + type);
    }

    @Test
    void aUserOfMySqlWithoutPasswordMustNeedItsCertificate() {
        connection("other", "mysql-database-plugin", "{{username}}:{{password}}@tcp(s:1)/");

        for (String open : List.of("CREATE USER '{{name}}'", "CREATE USER '{{name}}' REQUIRE X509")) {
            assertThatThrownBy(() -> role("x", "other", "client_certificate", open))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("creation_statements: no statement holds {{subject}}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redis-database-plugin, redis://s:1, client_certificate",
        "redis-database-plugin, redis://s:1, rsa_private_key",
        "postgresql-database-plugin, postgresql://{{username}}:{{password}}@s/d, rsa_private_key",
        "mysql-database-plugin, {{username}}:{{password}}@tcp(s:1)/, rsa_private_key",
    })
    void aProductThatDoesNotKnowATypeRefusesIt(String plugin, String url, String type) {
        connection("other", plugin, url);

        assertThatThrownBy(() -> role("x", "other", type, "+@read"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("credential_type: unsupported credential_type \"" + type + "\"")
                .hasMessageContaining(plugin);
    }

    private Object create(Plan plan) {
        return engine.create(plan, engine.now().plus(Duration.ofHours(1))).credential();
    }

    private void connection(String name, String plugin, String url) {
        engine.write(
                "config/" + name,
                Map.of(
                        "plugin_name",
                        plugin,
                        "connection_url",
                        url,
                        "username",
                        "admin",
                        "password",
                        "admin-secret",
                        "allowed_roles",
                        "*",
                        "verify_connection",
                        false));
    }

    private void rsa(Map<String, Object> config) {
        engine.write(
                "roles/keys",
                Map.of(
                        "db_name", "app",
                        "creation_statements", "MAKE {{name}} '{{public_key}}'",
                        "credential_type", "rsa_private_key",
                        "credential_config", config));
    }

    private void certificates(Map<String, Object> more) {
        certificates(authority, more);
    }

    private void certificates(TestAuthority signer, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "db_name", "app",
                "creation_statements", "MAKE {{name}} '{{subject}}' '{{issuer}}'",
                "credential_type", "client_certificate",
                "credential_config", config(signer)));
        fields.putAll(more);
        engine.write("roles/certified", fields);
    }

    private void role(String name, String connection, String type, String statement) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("db_name", connection, "creation_statements", statement, "credential_type", type));
        if (type.equals("client_certificate")) {
            fields.put("credential_config", config());
        }
        engine.write("roles/" + name, fields);
    }

    private Map<String, Object> config() {
        return config(authority);
    }

    private static Map<String, Object> config(TestAuthority signer) {
        return new HashMap<>(Map.of(
                "ca_cert", signer.certificatePem(),
                "ca_private_key", signer.keyPem(),
                "key_type", "ec"));
    }

    private static Instant end(CertificateCredentials login) {
        return PemText.certificates("pem", login.clientCertificate())
                .get(0)
                .getNotAfter()
                .toInstant();
    }

    private static RSAPublicKey publicKey(String pem) throws Exception {
        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
        byte[] der = Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }
}
