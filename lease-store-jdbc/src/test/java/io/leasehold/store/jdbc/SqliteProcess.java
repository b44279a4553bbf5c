package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that inserts leases into an SQLite store and prints the id of each as soon as it is stored. */
final class SqliteProcess {

    private SqliteProcess() {}

    /**
     * Arguments: the file, what ids start with, how many leases to insert, and the limit on their number.
     */
    public static void main(String[] arguments) {
        try (JdbcStorage storage = JdbcStorage.sqlite(Path.of(arguments[0]))) {
            System.out.println("ready");
            CountLimit limit = new CountLimit("limits/all", "db/", Long.parseLong(arguments[3]));
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                String id = "db/" + arguments[1] + "-" + i;
                if (storage.leases().insert(TestLeases.intent(id, limit)) instanceof Outcome.Stored) {
                    System.out.println(id);
                }
            }
        }
    }

    static Process start(Path file, String name, int count, long limit) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SqliteProcess.class.getName(),
                        file.toString(),
                        name,
                        Integer.toString(count),
                        Long.toString(limit)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static void awaitReady(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the process did not start: " + line);
        }
    }
}
