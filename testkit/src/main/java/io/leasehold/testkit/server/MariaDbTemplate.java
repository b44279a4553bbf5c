package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A data folder as {@code mariadb-install-db} leaves it, with one admin who needs a random password and no anonymous users.
 * Made once per version and machine and then copied.
 */
final class MariaDbTemplate {

    /** The default of 96 MB would be copied for every server. */
    static final String SMALL_REDO_LOG = "--innodb-log-file-size=16M";

    private final Path folder;

    private MariaDbTemplate(Path folder) {
        this.folder = folder;
    }

    static MariaDbTemplate of(MariaDbInstallation installation, Unprivileged user) {
        return new MariaDbTemplate(ServerFiles.cached(
                "mariadb-" + installation.version() + "-data", made -> make(installation, user, made)));
    }

    String adminPassword() {
        try {
            return Files.readString(folder.resolve("password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the admin's password", e);
        }
    }

    void copyTo(Path data) {
        try {
            ServerFiles.copyTree(folder.resolve("data"), data);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the template " + folder, e);
        }
    }

    private static void make(MariaDbInstallation installation, Unprivileged user, Path made) {
        try {
            String password = Passwords.random();
            Passwords.write(made.resolve("password"), password);
            Path accounts = Passwords.write(made.resolve("accounts.sql"), accounts(password));
            user.own(made);
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(List.of(
                    installation.installer().toString(),
                    "--no-defaults",
                    "--datadir=" + made.resolve("data"),
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    "--extra-file=" + accounts,
                    SMALL_REDO_LOG));
            Commands.run(command, Path.of("/"), Map.of("LC_ALL", "C"));
            Files.delete(accounts);
            user.own(made);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a data folder", e);
        }
    }

    /** The first statement ends the mode without accounts that the installer works in. */
    private static String accounts(String password) {
        return String.join(
                "\n",
                "FLUSH PRIVILEGES;",
                "CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY '" + password + "';",
                "CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '" + password + "';",
                "GRANT ALL PRIVILEGES ON *.* TO 'root'@'localhost' WITH GRANT OPTION;",
                "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
                "DELETE FROM mysql.global_priv WHERE User = '' OR Host NOT IN ('localhost', '127.0.0.1');",
                "FLUSH PRIVILEGES;",
                "");
    }
}
