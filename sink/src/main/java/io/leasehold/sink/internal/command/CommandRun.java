package io.leasehold.sink.internal.command;

import io.leasehold.spi.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one command to its end, or ends it. */
public final class CommandRun {

    private static final Logger log = LoggerFactory.getLogger(CommandRun.class);

    /** More output than this says nothing more. */
    private static final int MOST_OUTPUT = 8_192;

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final CommandLine command;
    private final Masking masking;
    private final byte[] output = new byte[MOST_OUTPUT];
    private int size;

    private CommandRun(CommandLine command, Masking masking) {
        this.command = command;
        this.masking = masking;
    }

    /**
     * Runs a command. Blocks until it has ended, for its limit and a farewell at most.
     *
     * @param command the command
     * @param masking what must not be logged of its output
     * @return what went wrong; empty when it succeeded
     */
    public static Optional<String> of(CommandLine command, Masking masking) {
        return new CommandRun(command, masking).run();
    }

    private Optional<String> run() {
        Process process;
        try {
            process = new ProcessBuilder(command.arguments())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Optional.of(
                    "the command " + command.program() + " cannot be started: it is missing or not executable");
        }
        try {
            process.getOutputStream().close();
            boolean ended = watch(process);
            report();
            if (!ended) {
                return Optional.of("the command " + command.program() + " took longer than "
                        + command.limit().toMillis() + " ms and was ended");
            }
            int status = process.exitValue();
            return status == 0
                    ? Optional.empty()
                    : Optional.of("the command " + command.program() + " ended with status " + status);
        } catch (IOException e) {
            return Optional.of("the output of the command " + command.program() + " cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while the command " + command.program() + " was running");
        } finally {
            if (process.isAlive()) {
                end(process);
            }
        }
    }

    /** Reads what there is and never waits for more: a grandchild may keep the pipe open for ever. */
    private boolean watch(Process process) throws IOException, InterruptedException {
        long started = TimeSource.system().nanoTime();
        InputStream pipe = process.getInputStream();
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            drain(pipe);
            if (TimeSource.system().nanoTime() - started > command.limit().toNanos()) {
                return false;
            }
        }
        drain(pipe);
        return true;
    }

    private void drain(InputStream pipe) throws IOException {
        byte[] beyond = new byte[1024];
        while (pipe.available() > 0) {
            int read = size < output.length
                    ? pipe.read(output, size, Math.min(pipe.available(), output.length - size))
                    : pipe.read(beyond);
            if (read < 0) {
                return;
            }
            size = Math.min(output.length, size < output.length ? size + read : size);
        }
    }

    private void report() {
        if (size > 0) {
            String text = new String(output, 0, size, StandardCharsets.UTF_8).strip();
            String shown = size < output.length ? masking.of(text) : masking.ofCut(text);
            log.info("The command {} said: {}", command.program(), shown);
        }
    }

    /** First politely, with its children, which a shell has. */
    private static void end(Process process) {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
