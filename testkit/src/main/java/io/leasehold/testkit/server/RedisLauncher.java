package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of a Redis server, and starts it. */
final class RedisLauncher {

    private static final int PATIENCE_MILLIS = 2_000;

    private RedisLauncher() {}

    static RedisServer launch(RedisProgram program, boolean tls, boolean aclFile) {
        Optional<List<String>> command = program.command();
        if (command.isPresent()) {
            return launch(command.get(), tls, aclFile);
        }
        if (program.equals(RedisProgram.VALKEY) && !tls && !aclFile) {
            if (Containers.available()) {
                return Containers.valkey();
            }
            throw Servers.missing(program.product(), program.lookedFor() + Containers.NOT_FOUND_EITHER);
        }
        throw Servers.missing(program.product(), program.lookedFor());
    }

    private static RedisServer launch(List<String> program, boolean tls, boolean aclFile) {
        Path folder = ServerFiles.temporary("leasehold-redis-");
        TestCertificates certificates = tls ? TestCertificates.make(folder.resolve("tls")) : null;
        String password = Passwords.random();
        Path configuration =
                write(folder.resolve("redis.conf"), configuration(folder, password, certificates, aclFile));
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "Redis",
                folder,
                port -> command(program, configuration, certificates == null ? "--port" : "--tls-port", port),
                "TERM",
                (pid, port) -> answers(port, certificates != null)));
        try {
            control.start();
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
        return new RedisServer(control, password, certificates);
    }

    private static List<String> command(List<String> program, Path configuration, String portOption, int port) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(configuration.toString(), portOption, Integer.toString(port)));
        return command;
    }

    private static List<String> configuration(
            Path folder, String password, @Nullable TestCertificates certificates, boolean aclFile) {
        List<String> lines = new ArrayList<>(List.of(
                // The other address, where there is one, is one that no certificate names.
                certificates == null ? "bind 127.0.0.1" : "bind 127.0.0.1 -127.0.0.2",
                "dir " + folder,
                "save \"\"",
                "appendonly no",
                "daemonize no"));
        if (aclFile) {
            Path users = folder.resolve("users.acl");
            write(users, List.of("user default on >" + password + " ~* &* +@all"));
            lines.add("aclfile " + users);
        } else {
            lines.add("requirepass " + password);
        }
        if (certificates != null) {
            lines.addAll(List.of(
                    "port 0",
                    "tls-auth-clients no",
                    "tls-ca-cert-file " + certificates.authority(),
                    "tls-cert-file " + certificates.server(),
                    "tls-key-file " + certificates.serverKey()));
        }
        return lines;
    }

    private static Path write(Path file, List<String> lines) {
        try {
            return Passwords.write(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of Redis", e);
        }
    }

    /** A server that needs a password says so to everybody else. With TLS it is enough that it listens. */
    static boolean answers(int port, boolean tls) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            if (tls) {
                return true;
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(7);
            return new String(start, StandardCharsets.US_ASCII).equals("-NOAUTH");
        }
    }
}
