package io.leasehold.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the threads of a process are stopped. A signal that stops a process is answered by its threads one after the other,
 * and not by one that is writing to the disk before that is done; so a lock that nobody holds when the signal was sent may be
 * held by the stopped process after all.
 *
 * <p>It reads <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">the state in {@code /proc}</a>.
 */
final class ThreadStates {

    private static final char STOPPED = 'T';

    private ThreadStates() {}

    /** Whether this machine tells. */
    static boolean visible() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** Whether every thread of the process is stopped. */
    static boolean allStopped(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        try (Stream<Path> found = Files.list(threads)) {
            List<Path> all = found.toList();
            return !all.isEmpty() && all.stream().allMatch(ThreadStates::stopped);
        } catch (IOException e) {
            throw new UncheckedIOException("the threads of process " + pid + " cannot be seen", e);
        }
    }

    private static boolean stopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            // "pid (name) state ...", and the name may hold anything.
            return stat.charAt(stat.lastIndexOf(')') + 2) == STOPPED;
        } catch (NoSuchFileException e) {
            // It has ended.
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("a thread cannot be seen", e);
        }
    }
}
