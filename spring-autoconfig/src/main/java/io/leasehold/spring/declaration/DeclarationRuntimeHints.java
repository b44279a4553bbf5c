package io.leasehold.spring.declaration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The records that are bound by reflection. */
final class DeclarationRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        List.of(
                        DeclarationEngine.Document.class,
                        DeclarationEngine.Applied.class,
                        DeclarationEngine.Difference.class,
                        DeclarationEngine.TurnRequest.class,
                        DeclarationEngine.Turn.class,
                        DeclarationEngine.TurnReply.class,
                        Fingerprints.Key.class)
                .forEach(type -> hints.reflection()
                        .registerType(
                                type,
                                MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                                MemberCategory.INVOKE_DECLARED_METHODS,
                                MemberCategory.ACCESS_DECLARED_FIELDS));
        hints.reflection().registerType(DeclarationEngineProvider.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
    }
}
