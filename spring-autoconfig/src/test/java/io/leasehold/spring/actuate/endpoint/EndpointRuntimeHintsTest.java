package io.leasehold.spring.actuate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class EndpointRuntimeHintsTest {

    @Test
    void everyAnswerCanBeWrittenInANativeImage() throws NoSuchMethodException {
        RuntimeHints hints = new RuntimeHints();
        new EndpointRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(Descriptors.TYPES)
                .as("all of them are listed")
                .containsExactlyInAnyOrder(Descriptors.class.getDeclaredClasses())
                .allSatisfy(type -> {
                    assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
                    assertThat(RuntimeHintsPredicates.reflection()
                                    .onMethodInvocation(type.getRecordComponents()[0].getAccessor()))
                            .accepts(hints);
                });
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(Descriptors.StoredLease.class)
                        .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                .accepts(hints);
    }
}
