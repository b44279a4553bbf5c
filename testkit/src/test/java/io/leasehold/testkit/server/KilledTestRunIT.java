package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A run of tests that is killed, or that just ends, leaves no server behind. */
class KilledTestRunIT {

    @Test
    void theServerOfAKilledJvmEnds() throws Exception {
        Process jvm = start("wait");
        Path data = Path.of(firstLine(jvm));
        ProcessHandle server = serverOf(data);
        assertThat(server.isAlive()).isTrue();

        jvm.destroyForcibly().waitFor();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !server.isAlive());
        ServerFiles.deleteTree(data.getParent());
    }

    @Test
    void theServerOfAJvmThatForgotToCloseItEndsAndLeavesNoFiles() throws Exception {
        Process jvm = start("end");
        Path data = Path.of(firstLine(jvm));

        assertThat(jvm.waitFor()).isZero();

        assertThat(data.getParent()).doesNotExist();
    }

    private static Process start(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-D" + PostgresBinaries.FOLDER_PROPERTY + "="
                                + System.getProperty(PostgresBinaries.FOLDER_PROPERTY, ""),
                        ServerOwner.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process jvm) throws IOException {
        BufferedReader output = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        assertThat(line).as("the child's answer").isNotNull();
        return line;
    }

    private static ProcessHandle serverOf(Path data) throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
    }

    /** Starts a server, prints where its data is, and waits or ends without closing it. */
    static final class ServerOwner {

        public static void main(String[] how) throws SQLException, InterruptedException {
            PostgresServer server = PostgresServer.start();
            try (Connection admin = server.admin("postgres");
                    Statement statement = admin.createStatement();
                    ResultSet row = statement.executeQuery("SHOW data_directory")) {
                row.next();
                PrintStream out = System.out;
                out.println(row.getString(1));
                out.flush();
            }
            if (how[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
        }
    }
}
