package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.aws.AwsKeyCredentials;
import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.pki.IssuedCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class LeaseholdRuntimeHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    LeaseholdRuntimeHintsTest() {
        new LeaseholdRuntimeHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void recordsThatAreBoundCanBeMade() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(DatabaseConnection.class)
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(DatabaseCredentials.class)
                        .withMemberCategories(
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.leasehold.spring.declaration.DeclarationEngine$Document")))
                .accepts(hints);
    }

    @Test
    void enginesAndPluginsAreFound() {
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("META-INF/services/io.leasehold.spi.engine.SecretEngineProvider"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.leasehold.database.internal.postgresql.PostgresPlugin"))
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .accepts(hints);
    }

    @Test
    void recordsOfEveryEngineCanBeMade() {
        for (Class<?> each : List.of(IssuedCertificate.class, AwsKeyCredentials.class)) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(each)
                            .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.leasehold.pki.internal.record.CertificateRecord")))
                .accepts(hints);
    }

    @Test
    void noEngineIsNeededForThem() {
        RuntimeHints without = new RuntimeHints();
        new LeaseholdRuntimeHints().registerHints(without, ClassLoader.getPlatformClassLoader());
        assertThat(without.reflection().typeHints()).isEmpty();
    }

    @Test
    void springFindsThem() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(
                                RuntimeHintsRegistrar.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(LeaseholdRuntimeHints.class);
    }

    @Test
    void whatIsNoRecordNeedsNone() {
        assertThat(RuntimeHintsPredicates.reflection().onType(io.leasehold.SecretBroker.class))
                .rejects(hints);
    }
}
