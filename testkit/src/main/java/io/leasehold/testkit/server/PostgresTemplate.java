package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A data folder as {@code initdb} leaves it, made once per version and machine and then copied, which is several times
 * quicker. Its admin has a random password that never leaves this machine.
 */
final class PostgresTemplate {

    static final String ADMIN = "postgres";

    /** Only password logins, so that a test that logs in proves something. */
    private static final List<String> ACCESS = List.of("host all all 127.0.0.1/32 scram-sha-256");

    private final Path folder;

    private PostgresTemplate(Path folder) {
        this.folder = folder;
    }

    static PostgresTemplate of(PostgresInstallation installation, Unprivileged user) {
        String name = "postgres-" + installation.version() + "-data-"
                + Integer.toHexString(installation.bin().toString().hashCode());
        return new PostgresTemplate(ServerFiles.cached(name, made -> make(installation, user, made)));
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

    private static void make(PostgresInstallation installation, Unprivileged user, Path made) {
        try {
            Path password = Passwords.write(made.resolve("password"), Passwords.random());
            Path data = Files.createDirectory(made.resolve("data"));
            user.own(made);
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(List.of(
                    installation.program("initdb"),
                    "--pgdata=" + data,
                    "--username=" + ADMIN,
                    "--auth=scram-sha-256",
                    "--pwfile=" + password,
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            Commands.run(command, Path.of("/"), Map.of("LC_ALL", "C", "TZ", "UTC"));
            Files.write(data.resolve("pg_hba.conf"), ACCESS);
            user.own(made);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a data folder", e);
        }
    }
}
