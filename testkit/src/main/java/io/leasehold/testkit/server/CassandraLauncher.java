package io.leasehold.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts a Cassandra out of its Maven artifacts, in a JVM of its own with a class path of its own. The build writes that class
 * path into a file and names the file in the system property {@value #CLASS_PATH}.
 */
final class CassandraLauncher {

    static final String CLASS_PATH = "leasehold.cassandra.classpath";

    /** With which Cassandra 5 starts; on later ones it does not. */
    private static final int JAVA = 17;

    private static final Path JAVA_FOLDERS = Path.of("/usr/lib/jvm");
    private static final int PATIENCE_MILLIS = 2_000;

    private CassandraLauncher() {}

    static CassandraServer launch(boolean tls, boolean caches) {
        Path java = java().orElseThrow(
                        () -> Servers.missing(Servers.CASSANDRA, "there is no Java " + JAVA + " to run it with"));
        String classPath = classPath();
        Path folder = ServerFiles.temporary("leasehold-cassandra-");
        TestCertificates certificates = tls ? TestCertificates.make(folder.resolve("tls")) : null;
        // With TLS at an address that the certificate does not name, so that a proxy can be where it does.
        String address = tls ? "127.0.0.2" : "127.0.0.1";
        CassandraConfiguration configuration =
                new CassandraConfiguration(folder, address, FreePorts.next(), certificates, caches);
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "Cassandra",
                folder,
                port -> command(java, classPath, configuration, port),
                "TERM",
                (pid, port) -> listens(address, port)));
        CassandraServer server = new CassandraServer(control, address, certificates);
        try {
            control.start();
            server.takeOver();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static List<String> command(Path java, String classPath, CassandraConfiguration configuration, int port) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(CassandraConfiguration.JVM_OPTIONS);
        command.addAll(configuration.write(port));
        command.addAll(List.of("-cp", classPath, "org.apache.cassandra.service.CassandraDaemon"));
        return command;
    }

    /** The Java that runs the tests, where it is the right one, else one of those that are installed. */
    private static Optional<Path> java() {
        if (Runtime.version().feature() == JAVA) {
            return Optional.of(Path.of(System.getProperty("java.home"), "bin", "java"));
        }
        if (!Files.isDirectory(JAVA_FOLDERS)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(JAVA_FOLDERS, "*" + JAVA + "*")) {
            for (Path home : found) {
                Path java = home.resolve("bin").resolve("java");
                if (Files.isExecutable(java)) {
                    return Optional.of(java);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for a Java " + JAVA, e);
        }
    }

    private static String classPath() {
        @Nullable String file = System.getProperty(CLASS_PATH);
        if (file == null || !Files.exists(Path.of(file))) {
            throw Servers.missing(
                    Servers.CASSANDRA, "the system property " + CLASS_PATH + " names no file with its class path");
        }
        try {
            // The order is the build's, as it was resolved.
            return String.join(
                    File.pathSeparator, Files.readString(Path.of(file)).strip().split(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class path of Cassandra", e);
        }
    }

    private static boolean listens(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            return true;
        }
    }
}
