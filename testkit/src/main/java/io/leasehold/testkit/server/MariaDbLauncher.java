package io.leasehold.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a MariaDB server together from programs, template and settings, and starts it. */
final class MariaDbLauncher {

    private MariaDbLauncher() {}

    static MariaDbServer launch(Map<String, String> settings, boolean tls) {
        Optional<Unprivileged> user = Unprivileged.find();
        Optional<MariaDbInstallation> installation = MariaDbInstallation.find();
        if (user.isPresent() && installation.isPresent()) {
            return launch(settings, tls, user.get(), installation.get());
        }
        String reason = user.isEmpty() ? Unprivileged.NO_WAY : MariaDbInstallation.LOOKED_FOR;
        if (!Containers.available()) {
            throw Servers.missing(Servers.MARIADB, reason + Containers.NOT_FOUND_EITHER);
        }
        if (tls) {
            throw Servers.missing(Servers.MARIADB, reason + " (a server with TLS is not run in Docker)");
        }
        return Containers.mariaDb(settings);
    }

    private static MariaDbServer launch(
            Map<String, String> given, boolean tls, Unprivileged user, MariaDbInstallation installation) {
        MariaDbTemplate template = MariaDbTemplate.of(installation, user);
        Path folder = ServerFiles.temporary("leasehold-mariadb-");
        template.copyTo(folder.resolve("data"));
        TestCertificates certificates = tls ? TestCertificates.make(folder.resolve("tls")) : null;
        Map<String, String> settings = new TreeMap<>(given);
        if (certificates != null) {
            settings.put("ssl_ca", certificates.authority().toString());
            settings.put("ssl_cert", certificates.server().toString());
            settings.put("ssl_key", certificates.serverKey().toString());
        }
        user.own(folder);
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "MariaDB " + installation.version(),
                folder,
                port -> command(user, installation, folder, port, settings),
                "TERM",
                (pid, port) -> MySqlGreeting.answers(port)));
        try {
            control.start();
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
        return new MariaDbServer(control, template.adminPassword(), certificates);
    }

    private static List<String> command(
            Unprivileged user, MariaDbInstallation installation, Path folder, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(
                installation.server().toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("data/s.sock"),
                "--pid-file=" + folder.resolve("data/pid"),
                // Survives a killed server, not a power failure.
                "--innodb-flush-log-at-trx-commit=2",
                MariaDbTemplate.SMALL_REDO_LOG));
        settings.forEach((name, value) -> command.add("--" + name.replace('_', '-') + "=" + value));
        return command;
    }
}
