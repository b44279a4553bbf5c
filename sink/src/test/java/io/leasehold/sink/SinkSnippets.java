package io.leasehold.sink;

import io.leasehold.SecretBroker;
import java.nio.file.Path;

/** The snippet of the page on file sinks; a test of the examples compares it. */
final class SinkSnippets {

    private SinkSnippets() {}

    static FileSink nginx(SecretBroker broker) {
        // tag::snippet[]
        SinkCommand reload = SinkCommand.shell("systemctl reload nginx");
        FileSink sink = FileSink.builder()
                .name("nginx")
                .broker(broker)
                .file(SinkFile.at(Path.of("/etc/tls/server.crt"))
                        .templateFile(Path.of("/etc/vault-agent/templates/cert.tpl"))
                        .permissions("0644")
                        .command(reload)
                        .build())
                .file(SinkFile.at(Path.of("/etc/tls/server.key"))
                        .templateFile(Path.of("/etc/vault-agent/templates/key.tpl"))
                        .permissions("0600")
                        .command(reload)
                        .build())
                .build();
        // end::snippet[]
        return sink;
    }
}
