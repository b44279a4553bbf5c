package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.error.ClosedException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.spring.declaration.DeclarationAutoConfiguration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

class LeaseholdAutoConfigurationTest {

    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path folder;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LeaseholdAutoConfiguration.class, DeclarationAutoConfiguration.class));

    private ApplicationContextRunner inFile() {
        return runner.withPropertyValues("leasehold.store.path=" + folder.resolve("new/directory/leases.db"));
    }

    private ApplicationContextRunner inMemory() {
        return runner.withPropertyValues("leasehold.store.type=memory");
    }

    @Test
    void aBrokerIsThereAndClosedWithTheContext() {
        AtomicReference<SecretBroker> broker = new AtomicReference<>();
        inFile().withPropertyValues("leasehold.name=billing", "leasehold.master-key.value=" + KEY)
                .run(context -> {
                    assertThat(context).hasSingleBean(SecretBroker.class);
                    broker.set(context.getBean(SecretBroker.class));
                    assertThat(broker.get().mounts().list()).isNotNull();
                });
        assertThat(folder.resolve("new/directory/leases.db")).exists();
        assertThat(folder.resolve("new/directory/leases.db.key")).doesNotExist();
        assertThatThrownBy(() -> broker.get().read("sys/mounts")).isInstanceOf(ClosedException.class);
    }

    @Test
    void aBrokerOfTheApplicationIsLeftAloneAndDeclaredTo() {
        try (SecretBroker own = SecretBroker.builder().name("own").build()) {
            runner.withBean("own", SecretBroker.class, () -> own)
                    .withPropertyValues("leasehold.mounts.db.type=database")
                    .run(context -> {
                        assertThat(context.getBean(SecretBroker.class)).isSameAs(own);
                        assertThat(own.mounts().list().values())
                                .anySatisfy(mount -> assertThat(mount.type()).isEqualTo("database"));
                    });
        }
    }

    @Test
    void nothingIsThereWhenItIsDisabled() {
        runner.withPropertyValues("leasehold.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SecretBroker.class));
    }

    @Test
    void withoutTheStoresModuleTheStartSaysWhatIsMissing() {
        inFile().withClassLoader(new FilteredClassLoader("io.leasehold.store.jdbc"))
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.store.type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leasehold.tls.bundles.web.path=pki/issue/web->leasehold.tls",
                "leasehold.aws.path=aws/creds/app->leasehold.aws",
                "leasehold.mongodb.path=database/creds/app->leasehold.mongodb",
                "leasehold.datasource.default.path=database/creds/app->leasehold.datasource"
            })
    void withoutAnEnginesModuleTheStartSaysWhatIsMissing(String line) {
        String[] parts = line.split("->", -1);
        inMemory()
                .withClassLoader(
                        new FilteredClassLoader("io.leasehold.pki", "io.leasehold.aws", "io.leasehold.database"))
                .withPropertyValues(parts[0])
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo(parts[1]));
    }

    @Test
    void strictRefusesAKeyThatIsMadeByItself() {
        inFile().withPropertyValues("leasehold.strict=true")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.master-key", LeaseholdStartException::property)
                        .hasMessageContaining("leasehold.strict"));
        assertThat(Files.exists(folder.resolve("new/directory/leases.db.key"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "production"})
    void aProfileForProductionIsStrict(String profile) {
        inFile().withPropertyValues("spring.profiles.active=" + profile)
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.master-key"));
        inMemory()
                .withPropertyValues("spring.profiles.active=" + profile)
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.store.type"));
    }

    @Test
    void aProfileForProductionIsStrictAlsoByDefault() {
        inMemory()
                .withPropertyValues("spring.profiles.default=prod")
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.store.type"));
    }

    @Test
    void aStoreWithAWrongUrlIsToldWithoutTheUrl() {
        runner.withPropertyValues(
                        "leasehold.master-key.value=" + KEY,
                        "leasehold.store.type=jdbc",
                        "leasehold.store.url=jdbc:unheard:of?password=very-secret")
                .run(context -> {
                    assertThat(StartFailure.of(context.getStartupFailure()).property())
                            .isEqualTo("leasehold.store.url");
                    StringWriter trace = new StringWriter();
                    context.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("very-secret");
                });
    }

    @Test
    void aDirectoryIsNoStoreAndGetsNoKey() {
        runner.withPropertyValues("leasehold.store.path=" + folder)
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.store.path"));
        assertThat(folder.resolveSibling(folder.getFileName() + ".key")).doesNotExist();
    }

    @Test
    void aCustomizerThatFailsLeavesNoStoreOpen() {
        inFile().withBean(LeaseholdBrokerCustomizer.class, () -> builder -> {
                    throw new IllegalStateException("refused");
                })
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("refused"));
        // The log beside the file goes when its last connection is closed.
        assertThat(folder.resolve("new/directory/leases.db")).exists();
        assertThat(folder.resolve("new/directory/leases.db-wal")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leasehold.workers=0",
                "leasehold.close-timeout=0s",
                "leasehold.creation-timeout=1h",
                "leasehold.expiry-interval=1ms",
                "leasehold.name=\u00e4",
                "leasehold.startup-timeout=-1s",
                "leasehold.startup-timeout=999999d",
                "leasehold.store.sqlite-readers=0",
                "leasehold.store.table-prefix=DROP TABLE",
                "leasehold.store.timeout=1ms",
                "leasehold.master-key.value=short",
                "leasehold.master-key.environment=NO_SUCH_VARIABLE",
                "leasehold.master-key.file=/no/such/file"
            })
    void aWrongSettingIsToldByItsProperty(String setting) {
        inFile().withPropertyValues(setting)
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo(setting.substring(0, setting.indexOf('='))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leasehold.mounts.db.type=no-such-type->leasehold.mounts.db.type",
                "leasehold.mounts.database.roles.app.no-such-field=1->leasehold.mounts.database.roles.app.no-such-field",
                "leasehold.mounts.database.config.shop.plugin-name=no-plugin->leasehold.mounts.database.config.shop.plugin-name",
                "leasehold.password-policies.weak={}->leasehold.password-policies.weak",
                "leasehold.write[0].data.x=1->leasehold.write[0].path",
                "leasehold.write[0].path=nowhere/at/all->leasehold.write[0].data"
            })
    void aWrongDeclarationIsToldByItsProperty(String line) {
        String[] parts = line.split("->", -1);
        inMemory()
                .withPropertyValues(parts[0])
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo(parts[1]));
    }

    @Test
    void aVariableOfAPolicyIsNotTakenForAPlaceholder() {
        String property = "leasehold.mounts.aws.roles.home.policy-document";
        inMemory()
                .withPropertyValues(property + "={\"Resource\":\"arn:aws:s3:::home/${aws:username}\"}")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns(property, LeaseholdStartException::property)
                        .hasMessageContaining("\\${aws:username}"));

        inMemory()
                .withPropertyValues(
                        "bucket=home",
                        "leasehold.mounts.aws.roles.home.credential-type=iam_user",
                        property
                                + "={\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
                                + "\"Resource\":\"arn:aws:s3:::${bucket}/\\${aws:username}/*\"}]}")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(String.valueOf(context.getBean(SecretBroker.class)
                                    .read("aws/roles/home")
                                    .data()
                                    .get("policy_document")))
                            .contains("arn:aws:s3:::home/${aws:username}/*");
                });
    }

    @Test
    void aPathIsDeclaredOnce() {
        inMemory()
                .withPropertyValues(
                        "leasehold.mounts.pki.roles.web.allowed-domains=example.com",
                        "leasehold.write[0].path=pki/roles/web",
                        "leasehold.write[0].data.allowed-domains=example.org")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.write[0].data", LeaseholdStartException::property)
                        .hasMessageContaining("leasehold.mounts.pki.roles.web"));
    }

    @Test
    void aMountOfAnotherTypeIsNotTakenOver() {
        inFile().withPropertyValues("leasehold.mounts.secrets.type=database")
                .run(context -> assertThat(context).hasNotFailed());
        inFile().withPropertyValues("leasehold.mounts.secrets.type=pki")
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.mounts.secrets.type"));
    }

    @Test
    void anAuthorityIsDeclaredAndMadeOnce() {
        ApplicationContextRunner declared = inFile().withPropertyValues(
                        "leasehold.mounts.pki.max-lease-ttl=87600h",
                        "leasehold.mounts.pki.roles.web.allowed-domains[0]=example.com",
                        "leasehold.mounts.pki.roles.web.allow-subdomains=true",
                        "leasehold.write[0].path=pki/root/generate/internal",
                        "leasehold.write[0].data.common-name=Example",
                        "leasehold.write[0].data.ttl=1000h",
                        "leasehold.write[0].once=true");
        AtomicReference<List<String>> issuers = new AtomicReference<>();
        declared.run(context -> {
            assertThat(context).hasNotFailed();
            SecretBroker broker = context.getBean(SecretBroker.class);
            issuers.set(broker.list("pki/issuers"));
            assertThat(issuers.get()).hasSize(1);
            assertThat(broker.write("pki/issue/web", Map.of("common_name", "www.example.com"))
                            .data())
                    .containsKey("certificate");
        });
        declared.withPropertyValues("leasehold.write[0].data.common-name=Another")
                .run(context -> assertThat(context.getBean(SecretBroker.class).list("pki/issuers"))
                        .isEqualTo(issuers.get()));
    }

    @Test
    void twoInstancesThatStartAtOnceMakeOneAuthority() {
        ApplicationContextRunner declared = inFile().withPropertyValues(
                        "leasehold.master-key.value=" + KEY,
                        "leasehold.mounts.pki.max-lease-ttl=87600h",
                        "leasehold.write[0].path=pki/root/generate/internal",
                        "leasehold.write[0].data.common-name=Example",
                        "leasehold.write[0].data.ttl=1000h");
        List<CompletableFuture<List<String>>> starts = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> {
                            AtomicReference<List<String>> issuers = new AtomicReference<>();
                            declared.run(context -> {
                                assertThat(context).hasNotFailed();
                                SecretBroker broker = context.getBean(SecretBroker.class);
                                // What another instance wrote is seen within two seconds.
                                issuers.set(await().until(() -> broker.list("pki/issuers"), list -> !list.isEmpty()));
                            });
                            return issuers.get();
                        },
                        task -> new Thread(task).start()))
                .limit(3)
                .toList();
        List<List<String>> seen = starts.stream().map(CompletableFuture::join).toList();
        assertThat(seen).allSatisfy(issuers -> assertThat(issuers).hasSize(1).isEqualTo(seen.get(0)));
    }

    @Test
    void eventsOfTheBrokerAreEventsOfTheApplication() {
        inMemory()
                .withUserConfiguration(Listening.class)
                .withBean(LeaseholdBrokerCustomizer.class, () -> builder -> builder.startPaused())
                .run(context -> {
                    context.getBean(SecretBroker.class).leases().resumeExpiry();
                    assertThat(context.getBean(Listening.class).events)
                            .hasAtLeastOneElementOfType(LeaseholdEvent.ExpiryResumed.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<LeaseholdEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(LeaseholdEvent event) {
            events.add(event);
        }
    }
}
