package io.leasehold.benchmarks.spring;

import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a context takes to start with the starter and without it, in pairs: each in a process of its own, which has to load all
 * classes, and all in one process, on two class loaders. Target and store are there already. What the database spends on its
 * statements is not counted on either side; its logins are. Of processes, the processor time is told too, which other work on the
 * machine disturbs less. Our modules are jars, as an application has them. The system property {@code pairs} says how many.
 */
public final class Startup {

    private static final int PAIRS = Integer.getInteger("pairs", 10);
    private static final int WARM_UP = 5;
    private static final String DATABASE = "bench";
    private static final Pattern DURATION = Pattern.compile("duration: ([0-9.]+) ms");

    private final PostgresServer server;
    private final Path folder;
    private final List<String> entries;

    private Startup(PostgresServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        this.entries = entries(folder);
    }

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        PostgresOptions options = PostgresOptions.defaults().with("log_duration", "on");
        try (PostgresServer server = PostgresServer.start(options)) {
            server.createDatabase(DATABASE);
            new Startup(server, Files.createTempDirectory("leasehold-startup")).compare();
        }
    }

    /** Starts an application once. */
    private interface Starting {
        Start start(boolean starter) throws Exception;
    }

    /**
     * One start.
     *
     * @param took milliseconds, without what the database spent on statements
     * @param processor milliseconds of processor time of its process; 0 when it has none of its own
     */
    private record Start(double took, double processor) {}

    private void compare() throws Exception {
        pairs("each in its own process", this::inAProcess);
        try (URLClassLoader with = loader(true);
                URLClassLoader without = loader(false)) {
            Starting here = starter -> here(starter ? with : without, properties(starter));
            for (int i = 0; i < WARM_UP; i++) {
                here.start(true);
                here.start(false);
            }
            pairs("all in one process", here);
        }
    }

    private static void pairs(String where, Starting starting) throws Exception {
        // Sets up what is declared, and fills the caches of the file system.
        starting.start(true);
        starting.start(false);
        Start[] with = new Start[PAIRS];
        Start[] without = new Start[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            with[i] = starting.start(true);
            without[i] = starting.start(false);
        }
        say("start of a context, " + where, with, without, Start::took);
        if (with[0].processor() > 0) {
            say("processor time until then, " + where, with, without, Start::processor);
        }
    }

    private static void say(String what, Start[] with, Start[] without, ToDoubleFunction<Start> figure) {
        double[] more = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            more[i] = figure.applyAsDouble(with[i]) - figure.applyAsDouble(without[i]);
        }
        System.out.printf(
                "%s: %.0f ms with the starter, %.0f ms without; %.0f ms more (medians of %d pairs)%n",
                what, median(with, figure), median(without, figure), median(more), PAIRS);
    }

    private static double median(Start[] starts, ToDoubleFunction<Start> figure) {
        return median(Arrays.stream(starts).mapToDouble(figure).toArray());
    }

    private List<String> properties(boolean starter) {
        List<String> properties = new ArrayList<>(List.of(
                "--spring.application.name=bench",
                "--spring.datasource.url=" + server.jdbcUrl(DATABASE),
                "--spring.datasource.hikari.maximum-pool-size=2"));
        properties.addAll(
                starter
                        ? List.of(
                                "--leasehold.store.path=" + folder.resolve("leases.db"),
                                "--leasehold.datasource.default.admin.username=" + server.adminUser(),
                                "--leasehold.datasource.default.admin.password=" + server.adminPassword(),
                                "--leasehold.datasource.default.role.privileges=SELECT")
                        : List.of(
                                "--spring.datasource.username=" + server.adminUser(),
                                "--spring.datasource.password=" + server.adminPassword()));
        return properties;
    }

    private URLClassLoader loader(boolean starter) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath(starter).split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private Start here(ClassLoader loader, List<String> properties) throws ReflectiveOperationException {
        int before = server.logText().length();
        double[] took = new double[1];
        LongConsumer started = micros ->
                took[0] = micros / 1_000.0 - statements(server.logText().substring(before));
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            loader.loadClass(Application.class.getName())
                    .getMethod("startAndEnd", String[].class, LongConsumer.class)
                    .invoke(null, properties.toArray(String[]::new), started);
        } finally {
            thread.setContextClassLoader(own);
        }
        return new Start(took[0], 0);
    }

    private Start inAProcess(boolean starter) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(starter),
                Application.class.getName()));
        command.addAll(properties(starter));
        int before = server.logText().length();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> seen = new ArrayList<>();
            String line = output.readLine();
            while (line != null && !line.startsWith(Application.TOOK)) {
                seen.add(line);
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("the application did not start:\n" + String.join("\n", seen));
            }
            String[] told = line.substring(Application.TOOK.length()).split(" ", -1);
            double took = Long.parseLong(told[0]) / 1_000.0;
            double processor = Long.parseLong(told[1]);
            // The application waits for its end, so that the statements of that are not among these.
            double spent = statements(server.logText().substring(before));
            process.getOutputStream().close();
            while (output.readLine() != null) {
                // Nobody reads what it says at its end.
            }
            process.waitFor();
            return new Start(took - spent, processor);
        }
    }

    private static double statements(String log) {
        double spent = 0;
        Matcher duration = DURATION.matcher(log);
        while (duration.find()) {
            spent += Double.parseDouble(duration.group(1));
        }
        return spent;
    }

    /** Without the starter: without our modules, and what they alone bring. */
    private String classPath(boolean starter) {
        return entries.stream()
                .filter(entry ->
                        starter || !onlyOurs(Path.of(entry).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean onlyOurs(String file) {
        return Stream.of("leasehold", "sqlite", "caffeine", "jackson").anyMatch(file::startsWith);
    }

    /** The class path, with our modules packed: to look into a row of folders for each class would cost the side that has them. */
    private static List<String> entries(Path folder) {
        Path own = own();
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (entry.contains("testkit") || !Files.exists(path)) {
                continue;
            }
            entries.add(Files.isDirectory(path) && !path.equals(own) ? packed(path, folder, entries.size()) : entry);
        }
        return entries;
    }

    private static String packed(Path classes, Path folder, int number) {
        Path jar = folder.resolve("leasehold-" + number + ".jar");
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (failed != 0) {
            throw new IllegalStateException(classes + " cannot be packed");
        }
        return jar.toString();
    }

    private static Path own() {
        try {
            return Path.of(Application.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
