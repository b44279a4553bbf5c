package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseCredentials;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

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
    void whatIsNoRecordNeedsNone() {
        assertThat(RuntimeHintsPredicates.reflection().onType(io.leasehold.SecretBroker.class))
                .rejects(hints);
    }
}
