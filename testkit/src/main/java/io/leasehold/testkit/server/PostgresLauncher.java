package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a PostgreSQL server together from programs, template and options, and starts it. */
final class PostgresLauncher {

    /** The line of {@code postmaster.pid} that holds the status since PostgreSQL 10, see {@code pidfile.h}. */
    private static final int STATUS_LINE = 8;

    private PostgresLauncher() {}

    static PostgresServer launch(PostgresOptions options) {
        Optional<Unprivileged> user = Unprivileged.find();
        Optional<PostgresInstallation> installation = PostgresBinaries.find(options.major());
        if (user.isPresent() && installation.isPresent()) {
            return launch(options, user.get(), installation.get());
        }
        String reason = user.isEmpty() ? Unprivileged.NO_WAY : PostgresBinaries.lookedFor(options.major());
        if (options.tls()) {
            throw Servers.missing(Servers.POSTGRESQL, reason + " (a server with TLS is not run in Docker)");
        }
        if (!Containers.available()) {
            throw Servers.missing(Servers.POSTGRESQL, reason + Containers.NOT_FOUND_EITHER);
        }
        return Containers.postgres(options);
    }

    private static PostgresServer launch(
            PostgresOptions options, Unprivileged user, PostgresInstallation installation) {
        PostgresTemplate template = PostgresTemplate.of(installation, user);
        Path folder = ServerFiles.temporary("leasehold-postgres-");
        Path data = folder.resolve("data");
        template.copyTo(data);
        TestCertificates certificates = options.tls() ? TestCertificates.make(folder.resolve("tls")) : null;
        configure(data, options, certificates);
        user.own(folder);
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "PostgreSQL " + installation.version(),
                folder,
                port -> command(user, installation, data, port),
                // SIGINT is "fast shutdown": it ends sessions instead of waiting for them.
                "INT",
                (pid, port) -> isReady(data.resolve("postmaster.pid"), pid)));
        return started(new PostgresServer(control, options, template.adminPassword(), certificates), control);
    }

    private static PostgresServer started(PostgresServer server, ServerControl control) {
        try {
            control.start();
            return server;
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
    }

    private static List<String> command(Unprivileged user, PostgresInstallation installation, Path data, int port) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(installation.program("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
        return command;
    }

    private static void configure(Path data, PostgresOptions options, @Nullable TestCertificates certificates) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("fsync", "off");
        if (certificates != null) {
            settings.put("ssl", "on");
            settings.put("ssl_cert_file", certificates.server().toString());
            settings.put("ssl_key_file", certificates.serverKey().toString());
            settings.put("ssl_ca_file", certificates.authority().toString());
        }
        settings.putAll(options.settings());
        List<String> lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'")
                .toList();
        try {
            Files.write(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure PostgreSQL", e);
        }
    }

    private static boolean isReady(Path pidFile, long pid) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        return lines.size() >= STATUS_LINE
                && lines.get(0).strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE - 1).strip().equals("ready");
    }
}
