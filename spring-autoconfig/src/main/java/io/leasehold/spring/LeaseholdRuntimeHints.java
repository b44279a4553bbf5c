package io.leasehold.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * What a native image needs beside what Spring finds out by itself: the records that requests and stored entries are bound to, and the
 * engines and plugins that are found by the service loader. Both are looked up when the image is built, so that every module on
 * the class path takes part.
 */
final class LeaseholdRuntimeHints implements RuntimeHintsRegistrar {

    private static final String SERVICES = "META-INF/services/io.leasehold.";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        ClassLoader loader = classLoader != null ? classLoader : ClassUtils.getDefaultClassLoader();
        ResourcePatternResolver resources = new PathMatchingResourcePatternResolver(loader);
        hints.resources().registerPattern(SERVICES + "*");
        try {
            MetadataReaderFactory classes = new SimpleMetadataReaderFactory(loader);
            for (Resource resource : resources.getResources("classpath*:io/leasehold/**/*.class")) {
                if (!isPlainClass(resource)) {
                    continue;
                }
                var metadata = classes.getMetadataReader(resource).getClassMetadata();
                if (Record.class.getName().equals(metadata.getSuperClassName())) {
                    registerRecord(hints, metadata.getClassName());
                }
            }
            for (Resource resource : resources.getResources("classpath*:" + SERVICES + "*")) {
                registerProviders(hints, resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read for the native image", e);
        }
    }

    private static boolean isPlainClass(Resource resource) {
        String name = String.valueOf(resource.getFilename());
        return !name.equals("package-info.class") && !name.equals("module-info.class");
    }

    private static void registerRecord(RuntimeHints hints, String className) {
        hints.reflection()
                .registerType(
                        TypeReference.of(className),
                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                        MemberCategory.INVOKE_DECLARED_METHODS,
                        MemberCategory.ACCESS_DECLARED_FIELDS);
    }

    private static void registerProviders(RuntimeHints hints, Resource resource) throws IOException {
        List<String> lines =
                resource.getContentAsString(StandardCharsets.UTF_8).lines().toList();
        for (String line : lines) {
            String provider = line.replaceFirst("#.*", "").strip();
            if (!provider.isEmpty()) {
                hints.reflection().registerType(TypeReference.of(provider), MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
            }
        }
    }
}
