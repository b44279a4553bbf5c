package io.leasehold.spring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.aws.AwsKeyCredentials;
import io.leasehold.pki.IssuedCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class EngineHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void recordsOfTheEnginesCanBeBound() {
        new EngineHints().registerHints(hints, getClass().getClassLoader());

        for (Class<?> each : List.of(IssuedCertificate.class, AwsKeyCredentials.class)) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(each)
                            .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(TypeReference.of("io.leasehold.pki.internal.record.CertificateRecord")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("META-INF/services/io.leasehold.spi.engine.SecretEngineProvider"))
                .accepts(hints);
    }

    @Test
    void noEngineIsNeededForThem() {
        new EngineHints().registerHints(hints, ClassLoader.getPlatformClassLoader());

        assertThat(hints.reflection().typeHints()).isEmpty();
    }

    @Test
    void springFindsThem() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(
                                RuntimeHintsRegistrar.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(EngineHints.class);
    }
}
