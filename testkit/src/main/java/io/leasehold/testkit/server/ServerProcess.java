package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server's process with its children. It dies with this JVM, however that ends: a shell beside it reads from a pipe that
 * only this JVM holds open, and kills it when the pipe ends without a farewell.
 */
final class ServerProcess {

    /**
     * The reader is started twice removed, so that the server does not see it as a child of its own, and the shell then
     * replaces itself by the server, so that the process id is the server's.
     */
    private static final String GUARDED =
            "exec 3<&0 </dev/null; ( ( read -r farewell <&3 || kill -KILL $$ ) & ); exec 3<&-; exec \"$@\"";

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private List<ProcessHandle> suspended = List.of();

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess start(List<String> command, Path folder, Path log) {
        List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARDED, "sh"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("MYSQL"));
        builder.environment().put("LC_ALL", "C");
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the process. Also the pause between two looks at a server that is starting. */
    boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a test server", e);
        }
    }

    /** Asks it to end with a signal, and kills it when that takes too long. */
    void end(String signal, Duration limit) {
        if (!suspended.isEmpty()) {
            resume();
        }
        if (process.isAlive()) {
            signal(signal, List.of(process.toHandle()));
        }
        if (!endsWithin(limit)) {
            kill();
        }
        farewell();
    }

    void kill() {
        // The parent first and stopped, so that it does not see its children die and start new ones.
        List<ProcessHandle> all = family();
        signal("STOP", all.subList(0, 1));
        all = family();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : all) {
            if (!ends(member)) {
                throw new IllegalStateException("process " + member.pid() + " survived SIGKILL");
            }
        }
        suspended = List.of();
        farewell();
    }

    void suspend() {
        signal("STOP", List.of(process.toHandle()));
        suspended = family();
        signal("STOP", suspended);
    }

    void resume() {
        List<ProcessHandle> childrenFirst = new ArrayList<>(suspended);
        Collections.reverse(childrenFirst);
        signal("CONT", childrenFirst);
        suspended = List.of();
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private boolean ends(ProcessHandle member) {
        if (member.pid() == process.pid()) {
            return endsWithin(KILL_LIMIT);
        }
        try {
            member.onExit().get(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while killing a test server", e);
        } catch (ExecutionException | TimeoutException e) {
            return !member.isAlive();
        }
    }

    /** Sends a signal with the shell's own kill, which needs no package installed. */
    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "for pid do kill -" + name + " \"$pid\" 2>/dev/null; done; true", "sh"));
        processes.forEach(each -> command.add(Long.toString(each.pid())));
        Commands.run(command, Path.of("/"), Map.of());
    }

    /** Tells the guard that the server has ended, so that it does not kill whoever has the process id next. */
    private void farewell() {
        try (OutputStream guard = process.getOutputStream()) {
            guard.write("ended\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The guard is gone already: the server never came up, or this is the second farewell.
        }
    }
}
