package io.leasehold.testkit.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds moto's server and starts it. */
final class MotoLauncher {

    /** Without it there are no policies of AWS's own, such as {@code arn:aws:iam::aws:policy/ReadOnlyAccess}. */
    static final String MANAGED_POLICIES = "MOTO_IAM_LOAD_MANAGED_POLICIES";

    private static final String PROGRAM = "moto_server";
    private static final String LOOKED_FOR =
            "moto_server (pip install 'moto[server]') was not found in $LEASEHOLD_MOTO, on the"
                    + " path, or in leasehold/moto/bin of the user's cache";

    private MotoLauncher() {}

    static MotoServer launch() {
        Optional<Path> program = program(System.getenv());
        if (program.isPresent()) {
            return launch(program.get());
        }
        if (!Containers.available()) {
            throw Servers.missing(Servers.MOTO, LOOKED_FOR + Containers.NOT_FOUND_EITHER);
        }
        return Containers.moto();
    }

    private static MotoServer launch(Path program) {
        Path folder = ServerFiles.temporary("leasehold-moto-");
        LocalServer control = new LocalServer(new LocalServer.Recipe(
                "moto",
                folder,
                port -> List.of(
                        "/usr/bin/env",
                        MANAGED_POLICIES + "=true",
                        "MOTO_RECORDER_FILEPATH=" + folder.resolve("recording"),
                        program.toString(),
                        "-H",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port)),
                "TERM",
                (pid, port) -> answers(port)));
        try {
            control.start();
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
        return new MotoServer(control);
    }

    static boolean answers(int port) {
        return HttpProbe.succeeds(port, "", "", "/moto-api/data.json");
    }

    /** The program: the one that is named, else the first on the path, else the one that a build has installed. */
    static Optional<Path> program(Map<String, String> environment) {
        String named = environment.getOrDefault("LEASEHOLD_MOTO", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return Stream.concat(
                        onPath(environment, PROGRAM),
                        cache(environment).map(folder -> folder.resolve("leasehold/moto/bin/" + PROGRAM)).stream())
                .filter(MotoLauncher::isProgram)
                .findFirst();
    }

    /** The command line of AWS: the one beside moto's program, else the first on the path. */
    static Optional<Path> commandLine(Map<String, String> environment) {
        return Stream.concat(
                        program(environment).map(moto -> moto.resolveSibling("aws")).stream(),
                        onPath(environment, "aws"))
                .filter(MotoLauncher::isProgram)
                .findFirst();
    }

    private static Stream<Path> onPath(Map<String, String> environment, String program) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Optional<Path> cache(Map<String, String> environment) {
        @Nullable String home = environment.get("HOME");
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!cache.isEmpty()) {
            return Optional.of(Path.of(cache));
        }
        return home == null || home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".cache"));
    }
}
