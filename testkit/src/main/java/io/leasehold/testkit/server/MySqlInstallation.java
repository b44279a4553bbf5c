package io.leasehold.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of Oracle's MySQL: fetched, or installed by a package.
 *
 * @param command starts {@code mysqld} and tells it where its files are
 * @param version the full version, such as {@code 9.7.4}
 */
record MySqlInstallation(List<String> command, String version) {

    private static final String PRODUCT = "mysql";
    private static final List<Path> PLACES = Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
            .map(folder -> Path.of(folder, "mysqld"))
            .toList();
    private static final Pattern VERSION = Pattern.compile("Ver (\\d+\\.\\d+\\.\\d+)");

    MySqlInstallation {
        command = List.copyOf(command);
    }

    /** The first that runs as the user. MariaDB installs itself under the same name too. */
    static Optional<MySqlInstallation> find(Unprivileged user) {
        Stream<List<String>> fetched = FetchedPrograms.find(PRODUCT).map(MySqlInstallation::fetched).stream();
        Stream<List<String>> installed = PLACES.stream()
                .filter(Files::isExecutable)
                .map(program -> List.of(program.toString(), "--no-defaults"));
        return Stream.concat(fetched, installed)
                .flatMap(command -> answering(user, command).stream())
                .findFirst();
    }

    static String lookedFor() {
        return "no mysqld of MySQL runs in " + FetchedPrograms.folder(PRODUCT)
                + " (put there by .ci/fetch-debian sid mysql-server-core) or in /usr/sbin, /usr/bin, /usr/local";
    }

    private static List<String> fetched(FetchedPrograms programs) {
        List<String> command = new ArrayList<>(programs.command("usr/sbin/mysqld"));
        command.addAll(List.of(
                "--no-defaults",
                "--basedir=" + programs.file("usr"),
                "--lc-messages-dir=" + programs.file("usr/share/mysql"),
                "--plugin-dir=" + programs.file("usr/lib/mysql/plugin"),
                "--character-sets-dir=" + programs.file("usr/share/mysql/charsets")));
        return command;
    }

    private static Optional<MySqlInstallation> answering(Unprivileged user, List<String> command) {
        List<String> question = new ArrayList<>(user.prefix());
        question.addAll(command);
        question.add("--version");
        if (!Commands.succeeds(question)) {
            return Optional.empty();
        }
        String printed = Commands.run(question, Path.of("/"), Map.of());
        Matcher matcher = VERSION.matcher(printed);
        return matcher.find() && !printed.contains("MariaDB")
                ? Optional.of(new MySqlInstallation(command, matcher.group(1)))
                : Optional.empty();
    }
}
