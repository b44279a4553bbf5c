package io.leasehold.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a MySQL server together from programs, template and settings, and starts it. */
final class MySqlLauncher {

    private MySqlLauncher() {}

    static MySqlServer launch(Map<String, String> settings, boolean tls) {
        Optional<Unprivileged> user = Unprivileged.find();
        Optional<MySqlInstallation> installation = user.flatMap(MySqlInstallation::find);
        if (user.isPresent() && installation.isPresent()) {
            return launch(settings, tls, user.get(), installation.get());
        }
        String reason = user.isEmpty() ? Unprivileged.NO_WAY : MySqlInstallation.lookedFor();
        if (!Containers.available()) {
            throw Servers.missing(Servers.MYSQL, reason + Containers.NOT_FOUND_EITHER);
        }
        if (tls) {
            throw Servers.missing(Servers.MYSQL, reason + " (a server with TLS is not run in Docker)");
        }
        return Containers.mySql(settings);
    }

    private static MySqlServer launch(
            Map<String, String> given, boolean tls, Unprivileged user, MySqlInstallation installation) {
        MySqlTemplate template = MySqlTemplate.of(installation, user);
        Path folder = ServerFiles.temporary("leasehold-mysql-");
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
                "MySQL " + installation.version(),
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
        return new MySqlServer(control, template.adminPassword(), certificates);
    }

    private static List<String> command(
            Unprivileged user, MySqlInstallation installation, Path folder, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(installation.command());
        command.addAll(List.of(
                "--datadir=" + folder.resolve("data"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("data/s.sock"),
                "--pid-file=" + folder.resolve("data/pid"),
                // Nothing outside the folder, of which the packages' default for files of users would be.
                "--secure-file-priv=NULL",
                "--mysqlx=OFF",
                "--skip-log-bin",
                // Half a gigabyte, which no test looks at.
                "--performance-schema=OFF",
                // Survives a killed server, not a power failure.
                "--innodb-flush-log-at-trx-commit=2"));
        command.addAll(MySqlTemplate.SMALL);
        settings.forEach((name, value) -> command.add("--" + name.replace('_', '-') + "=" + value));
        return command;
    }
}
