package io.leasehold.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two guides' files, through a real broker and the sink's own thread; the engine behind it only counts. */
class GuideFilesTest {

    private final AtomicInteger issued = new AtomicInteger();
    private SecretBroker broker;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        broker = SecretBroker.builder().engine(new Counting(issued)).build();
        broker.mounts().enable("pki_int", "counting");
        broker.mounts().enable("database", "counting");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void theLongGuidesTemplatesAreWrittenAsTheyStand() {
        String query =
                "{{- with secret \"pki_int/issue/web-servers\" \"common_name=api.internal.example.com\" \"ttl=72h\" -}}\n";
        try (FileSink sink = FileSink.builder()
                .name("nginx")
                .broker(broker)
                .file(SinkFile.at(folder.resolve("server.crt"))
                        .template(query + "{{ .Data.certificate }}\n{{ .Data.ca_chain }}\n{{- end -}}\n")
                        .permissions("0644")
                        .command(SinkCommand.shell("echo reloaded >> " + folder.resolve("log")))
                        .build())
                .file(SinkFile.at(folder.resolve("server.key"))
                        .template(query + "{{ .Data.private_key }}\n{{- end -}}\n")
                        .permissions("0600")
                        .command(SinkCommand.shell("echo reloaded >> " + folder.resolve("log")))
                        .build())
                .build()) {
            assertThat(folder.resolve("server.crt")).hasContent("cert-1-api.internal.example.com-72h\nissuer\nroot");
            assertThat(folder.resolve("server.key")).hasContent("key-1");
            assertThat(issued).hasValue(1);
            Awaitility.await().until(() -> sink.status().isHealthy());
            assertThat(folder.resolve("log")).hasContent("reloaded");
        }
    }

    @Test
    void theShortGuidesApplicationReadsItsCredentialsFromAFile() {
        Path file = folder.resolve("database.properties");
        try (RotatingSecret login = broker.rotating("database/creds/app-role");
                FileSink sink = FileSink.builder()
                        .secret(login)
                        .file(SinkFile.at(file)
                                .content(FileContent.properties())
                                .build())
                        .build()) {
            assertThat(file).content().contains("username=user-1", "password=");
            login.rotate();
            Awaitility.await().untilAsserted(() -> assertThat(file).content().contains("username=user-2"));
            Awaitility.await().until(() -> sink.status().writes() == 2);
        }
    }

    @Test
    void aPathIsReadUnlessItIsOneThatMakesCertificates() throws Exception {
        TemplateSecrets secrets = TemplateSecrets.of(broker);
        try (RotatingSecret read = secrets.open("database/creds/app-role", Map.of());
                RotatingSecret withParameters = secrets.open("database/creds/issue", Map.of("ttl", "1h"));
                RotatingSecret made = secrets.open("pki_int/issuer/default/sign/web", Map.of("common_name", "a"))) {
            assertThat(read.current().data()).containsKey("username");
            assertThat(withParameters.current().data()).containsEntry("ttl_asked", "1h");
            assertThat(made.current().data()).containsKey("certificate");
        }
        assertThatThrownBy(() -> secrets.open("nowhere/issue/x", Map.of("a", "b")))
                .isInstanceOf(NotFoundException.class);
        assertThat(folder).isEmptyDirectory();
    }

    record Asked(@Nullable String commonName, @Nullable String ttl) {}

    /** Answers logins and certificates that are nothing but their number. */
    private record Counting(AtomicInteger issued) implements SecretEngineProvider {

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public SecretEngine create(EngineContext context) {
            return new SecretEngine() {
                @Override
                public List<Route> routes() {
                    return List.of(
                            Route.at("creds/{name}")
                                    .on(Operation.READ, "Issues.", Asked.class, (call, asked) -> login(asked))
                                    .build(),
                            Route.at("issue/{name}")
                                    .on(Operation.WRITE, "Issues.", Asked.class, (call, asked) -> certificate(asked))
                                    .build(),
                            Route.at("issuer/{ref}/sign/{name}")
                                    .on(Operation.WRITE, "Signs.", Asked.class, (call, asked) -> certificate(asked))
                                    .build());
                }

                @Override
                public void close() {}
            };
        }

        private Reply login(Asked asked) {
            int number = issued.incrementAndGet();
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("username", "user-" + number);
            data.put("password", "password-" + number);
            data.put("ttl_asked", asked.ttl());
            return Reply.of(data);
        }

        private Reply certificate(Asked asked) {
            int number = issued.incrementAndGet();
            return Reply.of(Map.of(
                    "certificate", "cert-" + number + "-" + asked.commonName() + "-" + asked.ttl(),
                    "ca_chain", List.of("issuer", "root"),
                    "private_key", "key-" + number));
        }
    }
}
