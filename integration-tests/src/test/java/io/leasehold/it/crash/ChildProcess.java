package io.leasehold.it.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A child JVM. It is killed by its process id, as every process can be. Thread-safe. */
final class ChildProcess implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    private static final long STEP_MILLIS = 50;
    private static final long LOOK_MILLIS = 2;

    private final Process process;
    private final Path errors;
    private final AtomicLong operations = new AtomicLong();
    private final Thread reader;
    private volatile boolean completed;
    private volatile boolean killed;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = new Thread(this::read, "crash-harness-child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a child.
     *
     * @param classPath its class path
     * @param orders what it is to do
     * @param errors where its log goes
     */
    static ChildProcess start(ChildClassPath classPath, ChildOrders orders, Path errors) {
        List<String> command = new ArrayList<>(classPath.command());
        command.add(CrashChild.class.getName());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
                    .start();
            ChildProcess child = new ChildProcess(process, errors);
            OutputStream input = process.getOutputStream();
            input.write(CrashChild.input(orders).getBytes(StandardCharsets.UTF_8));
            input.flush();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("a child cannot be started", e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(CrashChild.OPERATION)) {
                    operations.incrementAndGet();
                } else if (line.equals(CrashChild.COMPLETED)) {
                    completed = true;
                }
            }
        } catch (IOException e) {
            // It was killed in mid-word.
        }
    }

    /** Waits until so many operations of the child have succeeded. */
    void awaitOperations(long count) throws InterruptedException {
        for (long left = END_LIMIT.toMillis() / STEP_MILLIS; left > 0; left--) {
            if (operations.get() >= count) {
                return;
            }
            if (process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("a child did not come to work: " + log());
    }

    /** Fails when it has ended by itself, which a child under load never does. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("a child ended by itself with " + process.exitValue() + ": " + log());
        }
    }

    /** Waits for its end and fails when it did not complete its scenario. */
    void requireCompleted(String what) {
        int status = await();
        if (status != 0 || !completed) {
            throw new AssertionError(what + ": the child failed with status " + status + ": " + log());
        }
    }

    /** How many operations it has said to have succeeded. */
    long operations() {
        return operations.get();
    }

    /** Whether it was killed from here. */
    boolean killed() {
        return killed;
    }

    /** Ends it with SIGKILL and returns when it is gone. */
    void kill() {
        killed = true;
        process.destroyForcibly();
        await();
    }

    /** Freezes it (SIGSTOP) and returns when none of its threads runs any more, which is a little after the signal. */
    void stop() throws InterruptedException {
        signal("STOP");
        for (long left = END_LIMIT.toMillis() / LOOK_MILLIS; left > 0; left--) {
            if (ThreadStates.allStopped(process.pid())) {
                return;
            }
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("a child did not stop: " + log());
    }

    /** Lets it go on (SIGCONT). */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " failed with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the shell cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling a child", e);
        }
    }

    /** Waits for its end, however that comes about, and returns its exit status. */
    int await() {
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("a child did not end within " + END_LIMIT + ": " + log());
            }
            reader.join(END_LIMIT.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a child", e);
        }
    }

    /** What it wrote to its standard error. */
    String log() {
        try {
            return Files.readString(errors, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the log of a child cannot be read", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
