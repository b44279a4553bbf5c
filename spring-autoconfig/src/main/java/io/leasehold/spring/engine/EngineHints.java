package io.leasehold.spring.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * What a native image has to know of the engines: requests, answers and what they store are records that are bound by their
 * constructors. They are looked for while the image is built, so no list of them can fall behind.
 */
public final class EngineHints implements RuntimeHintsRegistrar {

    private static final List<String> PACKAGES =
            List.of("io/leasehold/pki/", "io/leasehold/aws/", "io/leasehold/database/");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(classLoader);
        MetadataReaderFactory classes = new CachingMetadataReaderFactory(resources);
        try {
            for (String each : PACKAGES) {
                for (Resource file : resources.getResources("classpath*:" + each + "**/*.class")) {
                    registerRecord(hints, classes, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the engines' classes cannot be read", e);
        }
        hints.resources().registerPattern("META-INF/services/io.leasehold.spi.*");
    }

    private static void registerRecord(RuntimeHints hints, MetadataReaderFactory classes, Resource file)
            throws IOException {
        String name = file.getFilename();
        if (name == null || name.endsWith("-info.class")) {
            return;
        }
        var type = classes.getMetadataReader(file).getClassMetadata();
        if (Record.class.getName().equals(type.getSuperClassName())) {
            hints.reflection()
                    .registerType(
                            TypeReference.of(type.getClassName()),
                            MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                            MemberCategory.INVOKE_DECLARED_METHODS,
                            MemberCategory.ACCESS_DECLARED_FIELDS);
        }
    }
}
