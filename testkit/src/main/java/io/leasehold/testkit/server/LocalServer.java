package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A server that runs as a process of this machine, in a temporary folder of its own. */
final class LocalServer implements ServerControl {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int PORT_ATTEMPTS = 5;
    private static final int LOG_TAIL = 2_000;

    /** Servers to end when the JVM does. */
    private static final Set<LocalServer> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LocalServer::closeAll, "leasehold-testkit-servers"));
    }

    private final Recipe recipe;
    private final Path log;
    private int port;
    private @Nullable ServerProcess process;

    LocalServer(Recipe recipe) {
        this.recipe = recipe;
        this.log = recipe.folder().resolve("server.log");
        OPEN.add(this);
    }

    /**
     * How to run a server.
     *
     * @param name for messages
     * @param folder its folder, deleted at the end
     * @param command the command for a port
     * @param stopSignal the signal that ends it in good order without waiting for its clients
     * @param readiness whether it answers
     */
    record Recipe(
            String name, Path folder, IntFunction<List<String>> command, String stopSignal, Readiness readiness) {}

    /** Looks whether a starting server answers already. */
    @FunctionalInterface
    interface Readiness {

        boolean ready(long pid, int port) throws IOException;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(recipe.name() + " is running already");
        }
        boolean portIsFixed = port != 0;
        for (int attempt = 1; ; attempt++) {
            if (!portIsFixed) {
                port = FreePorts.next();
            }
            if (tryToStart()) {
                return;
            }
            if (portIsFixed || attempt == PORT_ATTEMPTS || !logText().contains("ddress already in use")) {
                throw new IllegalStateException(recipe.name() + " did not start; the end of its log: " + logTail());
            }
        }
    }

    private boolean tryToStart() {
        ServerProcess starting = ServerProcess.start(recipe.command().apply(port), recipe.folder(), log);
        process = starting;
        for (long left = START_LIMIT.dividedBy(LOOK_EVERY); left > 0; left--) {
            if (starting.endsWithin(LOOK_EVERY)) {
                starting.end("KILL", LOOK_EVERY);
                return false;
            }
            if (isReady(starting)) {
                return true;
            }
        }
        starting.kill();
        throw new IllegalStateException(recipe.name() + " did not answer within " + START_LIMIT + ": " + logTail());
    }

    private boolean isReady(ServerProcess starting) {
        try {
            return recipe.readiness().ready(starting.pid(), port);
        } catch (IOException e) {
            // Not listening yet.
            return false;
        }
    }

    @Override
    public void stop() {
        if (process != null && process.isAlive()) {
            process.end(recipe.stopSignal(), STOP_LIMIT);
        }
    }

    @Override
    public void kill() {
        running().kill();
    }

    @Override
    public void suspend() {
        running().suspend();
    }

    @Override
    public void resume() {
        running().resume();
    }

    @Override
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public String logText() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + recipe.name(), e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.kill();
        }
        ServerFiles.deleteTree(recipe.folder());
        OPEN.remove(this);
    }

    private ServerProcess running() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(recipe.name() + " is not running");
        }
        return process;
    }

    private String logTail() {
        String text = logText().strip();
        return text.substring(Math.max(0, text.length() - LOG_TAIL));
    }

    private static void closeAll() {
        OPEN.forEach(LocalServer::closeQuietly);
    }

    private void closeQuietly() {
        try {
            close();
        } catch (RuntimeException e) {
            // The JVM is ending, and so does the server, whose guard sees that; only a folder may be left.
        }
    }
}
