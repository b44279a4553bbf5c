package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A data folder as {@code mysqld --initialize} leaves it, with one admin who needs a random password. Made once per version and
 * machine, because that takes seconds, and then copied.
 */
final class MySqlTemplate {

    /** Of the least size that the server takes without complaint; the default of 100 MB would be copied for every server. */
    static final List<String> SMALL = List.of("--innodb-redo-log-capacity=32M", "--innodb-buffer-pool-size=64M");

    private final Path folder;

    private MySqlTemplate(Path folder) {
        this.folder = folder;
    }

    static MySqlTemplate of(MySqlInstallation installation, Unprivileged user) {
        return new MySqlTemplate(ServerFiles.cached(
                "mysql-" + installation.version() + "-data", made -> make(installation, user, made)));
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
            // Every server has an id of its own, which it makes if it finds none.
            Files.deleteIfExists(data.resolve("auto.cnf"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the template " + folder, e);
        }
    }

    private static void make(MySqlInstallation installation, Unprivileged user, Path made) {
        try {
            String password = Passwords.random();
            Passwords.write(made.resolve("password"), password);
            Path accounts = Passwords.write(made.resolve("accounts.sql"), accounts(password));
            Files.createDirectory(made.resolve("data"));
            user.own(made);
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(installation.command());
            command.addAll(
                    List.of("--initialize-insecure", "--datadir=" + made.resolve("data"), "--init-file=" + accounts));
            command.addAll(SMALL);
            Commands.run(command, Path.of("/"), Map.of("LC_ALL", "C"));
            Files.delete(accounts);
            user.own(made);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a data folder", e);
        }
    }

    /** One statement a line, as the server asks of such a file. */
    private static String accounts(String password) {
        return String.join(
                "\n",
                "ALTER USER 'root'@'localhost' IDENTIFIED BY '" + password + "';",
                "CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '" + password + "';",
                "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
                "");
    }
}
