package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files and options of a Cassandra with logins, rights and one node.
 *
 * @param folder where all of it is
 * @param address the address for clients
 * @param storagePort the port for other nodes, of which there are none
 * @param certificates makes it speak TLS only; null for none
 * @param caches whether it remembers passwords and rights for two seconds, and takes a new password every five, as it does by
 *     itself; otherwise every change is seen at once
 */
record CassandraConfiguration(
        Path folder,
        String address,
        int storagePort,
        @Nullable TestCertificates certificates,
        boolean caches) {

    /** What Cassandra's own jvm17-server.options open to it, in little memory and without delays for a cluster. */
    static final List<String> JVM_OPTIONS = jvmOptions();

    /** Writes the files for a port, and says where they are. */
    List<String> write(int port) {
        try {
            Path conf = Files.createDirectories(folder.resolve("conf"));
            Path yaml = conf.resolve("cassandra.yaml");
            Path logback = conf.resolve("logback.xml");
            Files.write(yaml, yaml(port));
            Files.writeString(logback, """
                    <configuration><appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                    <pattern>%-5level %d [%thread] %logger{20} %msg%n</pattern></encoder></appender>
                    <root level="WARN"><appender-ref ref="OUT"/></root></configuration>
                    """);
            List<String> options = new ArrayList<>(List.of(
                    "-Dcassandra.config=" + yaml.toUri(),
                    "-Dlogback.configurationFile=" + logback,
                    "-Dcassandra.storagedir=" + folder));
            if (!caches) {
                options.add("-Dcassandra.role_password_update_min_interval_in_ms=0");
            }
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Cassandra", e);
        }
    }

    private List<String> yaml(int port) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "cluster_name: leasehold",
                "num_tokens: 1",
                "partitioner: org.apache.cassandra.dht.Murmur3Partitioner",
                "commitlog_sync: periodic",
                "commitlog_sync_period: 1000ms",
                "data_file_directories: ['" + folder.resolve("data") + "']",
                "commitlog_directory: '" + folder.resolve("commitlog") + "'",
                "saved_caches_directory: '" + folder.resolve("saved") + "'",
                "hints_directory: '" + folder.resolve("hints") + "'",
                "cdc_raw_directory: '" + folder.resolve("cdc") + "'",
                "authenticator: PasswordAuthenticator",
                "authorizer: CassandraAuthorizer",
                "role_manager: CassandraRoleManager",
                "endpoint_snitch: SimpleSnitch",
                "seed_provider:",
                "  - class_name: org.apache.cassandra.locator.SimpleSeedProvider",
                "    parameters:",
                "      - seeds: '127.0.0.1:" + storagePort + "'",
                "listen_address: 127.0.0.1",
                "storage_port: " + storagePort,
                "rpc_address: " + address,
                "start_native_transport: true",
                "native_transport_port: " + port,
                "auto_snapshot: false"));
        if (!caches) {
            lines.addAll(List.of("roles_validity: 0ms", "permissions_validity: 0ms", "credentials_validity: 0ms"));
        }
        if (certificates != null) {
            lines.addAll(tls(certificates));
        }
        return lines;
    }

    private List<String> tls(TestCertificates own) throws IOException {
        Path identity = folder.resolve("tls").resolve("identity.pem");
        Files.deleteIfExists(identity);
        Passwords.write(identity, Files.readString(own.serverKey()) + Files.readString(own.server()));
        return List.of(
                "client_encryption_options:",
                "  enabled: true",
                "  optional: false",
                "  require_client_auth: false",
                "  ssl_context_factory:",
                "    class_name: org.apache.cassandra.security.PEMBasedSslContextFactory",
                "  keystore: '" + identity + "'",
                "  truststore: '" + own.authority() + "'");
    }

    private static List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms256m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.attach.allowAttachSelf=true",
                "-Djava.security.manager=allow",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=100",
                "-Dcassandra-foreground=true"));
        Stream.of(
                        "java.base/jdk.internal.misc",
                        "java.base/jdk.internal.ref",
                        "java.base/java.lang.ref",
                        "java.base/sun.nio.ch",
                        "java.management.rmi/com.sun.jmx.remote.internal.rmi",
                        "java.rmi/sun.rmi.registry",
                        "java.rmi/sun.rmi.server",
                        "java.sql/java.sql",
                        "jdk.unsupported/sun.misc")
                .map(name -> "--add-exports=" + name + "=ALL-UNNAMED")
                .forEach(options::add);
        Stream.of(
                        "java.base/java.io",
                        "java.base/java.lang",
                        "java.base/java.lang.module",
                        "java.base/java.lang.reflect",
                        "java.base/java.math",
                        "java.base/java.net",
                        "java.base/java.nio",
                        "java.base/java.util",
                        "java.base/java.util.concurrent",
                        "java.base/java.util.concurrent.atomic",
                        "java.base/jdk.internal.loader",
                        "java.base/jdk.internal.math",
                        "java.base/jdk.internal.module",
                        "java.base/jdk.internal.ref",
                        "java.base/jdk.internal.reflect",
                        "java.base/jdk.internal.util.jar",
                        "java.base/sun.nio.ch",
                        "jdk.management/com.sun.management.internal")
                .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
                .forEach(options::add);
        return List.copyOf(options);
    }
}
