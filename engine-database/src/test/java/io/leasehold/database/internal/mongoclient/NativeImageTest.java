package io.leasehold.database.internal.mongoclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoIterable;
import io.leasehold.database.RotatingMongoClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a native image has to know of: every interface that an application can come by from a client. */
class NativeImageTest {

    private static final String METADATA =
            "/META-INF/native-image/io.leasehold/leasehold-engine-database/reachability-metadata.json";

    @Test
    void allProxiesAndTheirMethodsAreNamed() throws IOException {
        Set<String> proxies = new LinkedHashSet<>();
        Set<String> called = new LinkedHashSet<>();
        try (InputStream text = NativeImageTest.class.getResourceAsStream(METADATA)) {
            for (JsonNode entry : JsonMapper.builder().build().readTree(text).path("reflection")) {
                JsonNode type = entry.path("type");
                if (type.isString()) {
                    called.add(type.asString());
                } else {
                    type.path("proxy").forEach(name -> proxies.add(name.asString()));
                }
            }
        }

        Set<Class<?>> reachable = reachable();

        assertThat(proxies).contains(RotatingMongoClient.class.getName());
        assertThat(reachable).extracting(Class::getName).contains(MongoIterable.class.getName());
        for (Class<?> type : reachable) {
            assertThat(proxies).contains(type.getName());
            assertThat(called).contains(type.getName());
            for (Class<?> parent : type.getInterfaces()) {
                assertThat(parent == AutoCloseable.class ? "java.io.Closeable" : parent.getName())
                        .isIn(called);
            }
        }
    }

    private static Set<Class<?>> reachable() {
        Set<Class<?>> found = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(Set.of(MongoClient.class));
        while (!open.isEmpty()) {
            for (Method method : open.pop().getMethods()) {
                Class<?> type = method.getReturnType();
                boolean isProxy =
                        Returns.of(method) != Returns.VALUE && type.getName().startsWith("com.mongodb.");
                if (isProxy && found.add(type)) {
                    open.push(type);
                }
            }
        }
        return found;
    }
}
