package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** Without the optional dependency. */
class KmsMissingTest {

    @Test
    void theDependencyThatIsMissingIsNamed() throws Throwable {
        ClassLoader without = new WithoutKms();
        Class<?> type = Class.forName(KmsMasterKey.class.getName(), true, without);
        Class<?> builderType = Class.forName(KmsMasterKey.Builder.class.getName(), true, without);
        // Not by reflection, which would look at all methods, and stumble over the one that takes a client.
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Object builder = lookup.findStatic(type, "builder", MethodType.methodType(builderType))
                .invoke();
        MethodHandle build = lookup.findVirtual(builderType, "build", MethodType.methodType(type));

        assertThatThrownBy(() -> build.invoke(builder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("add the dependency software.amazon.awssdk:kms");
    }

    /** Loads the engine's classes anew, and finds no client of KMS. */
    private static final class WithoutKms extends ClassLoader {

        WithoutKms() {
            super(KmsMasterKey.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("software.amazon.awssdk.services.kms.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.leasehold.aws.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defined(name);
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
