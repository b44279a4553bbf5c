package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Cache;
import io.leasehold.spi.engine.RevocationData;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Records in a named module, compiled here and loaded in a module layer together with core as a named module. */
class ModulePathTest {

    private static final String APPLICATION = """
            package app;

            import io.leasehold.spi.engine.RevocationData;

            public class Application {

                record Hidden(String name, java.time.Duration ttl) {}

                public static String run() {
                    Hidden hidden = new Hidden("x", java.time.Duration.ofHours(1));
                    return RevocationData.ofMap(RevocationData.of(hidden).values()).as(Hidden.class).toString();
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aRecordThatIsNotPublicIsBoundWhenItsPackageIsOpenToJacksonAlone() throws Exception {
        Class<?> application = load(
                "module app { requires io.leasehold.core; exports app;" + " opens app to tools.jackson.databind; }");
        assertThat(application.getModule().getName()).isEqualTo("app");
        assertThat(application.getMethod("run").invoke(null)).isEqualTo("Hidden[name=x, ttl=PT1H]");
    }

    @Test
    void aPackageThatIsNotOpenIsNamedWithWhatToDo() throws Exception {
        Class<?> application = load("module app { requires io.leasehold.core; exports app; }");
        assertThatThrownBy(() -> application.getMethod("run").invoke(null))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("app.Application$Hidden cannot be bound: its module must open the package app"
                        + " to tools.jackson.databind");
    }

    private Class<?> load(String descriptor) throws Exception {
        Path[] modulePath = Arrays.stream(new Class<?>[] {
                    RevocationData.class,
                    JsonMapper.class,
                    JsonParser.class,
                    JsonProperty.class,
                    Cache.class,
                    Logger.class
                })
                .map(ModulePathTest::origin)
                .toArray(Path[]::new);
        Path classes = compile(descriptor, modulePath);
        ModuleFinder finder = ModuleFinder.compose(ModuleFinder.of(classes), ModuleFinder.of(modulePath));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("app"));
        ClassLoader parent = ClassLoader.getPlatformClassLoader();
        return boot.defineModulesWithOneLoader(configuration, parent)
                .findLoader("app")
                .loadClass("app.Application");
    }

    private Path compile(String descriptor, Path[] modulePath) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path module = Files.writeString(sources.resolve("module-info.java"), descriptor);
        Path application = Files.writeString(
                Files.createDirectories(sources.resolve("app")).resolve("Application.java"), APPLICATION);
        String path =
                Arrays.stream(modulePath).map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("--module-path", path, "-d", classes.toString(), "-proc:none");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjects(module, application))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        return classes;
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
