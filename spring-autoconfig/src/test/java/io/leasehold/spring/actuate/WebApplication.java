package io.leasehold.spring.actuate;

import io.leasehold.SecretBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An application on a real Tomcat, with everything that Boot configures by itself, and a broker of the test's. */
public final class WebApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private WebApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one; the test closes the broker. */
    public static WebApplication start(SecretBroker broker, String... properties) {
        return start(
                context -> context.registerBean(
                        "broker", SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName("")),
                properties);
    }

    /** Starts one with beans of the test's. */
    public static WebApplication start(
            ApplicationContextInitializer<GenericApplicationContext> beans, String... properties) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(beans);
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                // On the class path for other tests.
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "management.endpoints.web.exposure.include=*",
                "management.endpoints.jmx.exposure.include=leasehold",
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                        + "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration"));
        all.addAll(List.of(properties));
        return new WebApplication(
                application.run(all.stream().map(each -> "--" + each).toArray(String[]::new)));
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    public HttpResponse<String> send(String method, String path) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Empty {}
}
