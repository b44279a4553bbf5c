package io.leasehold.sink;

import io.leasehold.Rotation;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.sink.internal.command.CommandRun;
import io.leasehold.sink.internal.command.Masking;
import io.leasehold.sink.internal.file.FileMode;
import io.leasehold.sink.internal.file.FileSet;
import io.leasehold.sink.internal.file.Marks;
import io.leasehold.spi.time.Scheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps secrets in files, for programs that read them there and know nothing of their rotation:
 *
 * <pre>{@code
 * FileSink sink = FileSink.builder()
 *         .broker(broker)
 *         .path("database/creds/app-role")
 *         .file(SinkFile.at(Path.of("/run/app/database.properties"))
 *                 .content(FileContent.properties())
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>{@link FileSinkBuilder#build} writes all files, or throws. Every rotation writes them again: all of them beside their
 * destinations first, then each takes its place in one step, then the commands of those that have changed run. Nobody ever
 * sees half a file, or one that only its later permissions would have hidden. What fails is tried again with growing pauses, and
 * {@link #status()} says so; the former secret's lease is kept as long as the files hold it, and for the drain after that.
 *
 * <p>One sink per destination. Thread-safe.
 */
public final class FileSink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FileSink.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String name;
    private final List<SinkFile> files;
    private final @Nullable SinkCommand commandOfAll;
    private final SinkSecrets secrets;
    private final FileSet set;
    private final Duration drain;
    private final boolean removeOnClose;
    private final Scheduler scheduler;
    private final @Nullable SinkThread ownThread;

    /** Leases of former secrets that the files may still hold. */
    private final Queue<AutoCloseable> holds = new ConcurrentLinkedQueue<>();

    /** Leases of former secrets that no file holds any more, and that are kept for their drain. */
    private final Queue<AutoCloseable> draining = new ConcurrentLinkedQueue<>();

    private final Object work = new Object(); // for one pass at a time
    private final Set<SinkCommand> due = new LinkedHashSet<>(); // guarded by work

    private final Object lock = new Object(); // for what is scheduled and for the status; never held for long
    private Scheduler.@Nullable Task next; // guarded by lock
    private boolean closed; // guarded by lock
    private long writes; // guarded by lock
    private int failures; // guarded by lock
    private @Nullable String lastError; // guarded by lock
    private boolean commandPending; // guarded by lock
    private int commandFailures; // guarded by lock
    private @Nullable String commandError; // guarded by lock

    FileSink(FileSinkBuilder.Settings settings, SinkSecrets secrets) {
        this.name = settings.name();
        this.files = settings.files();
        this.commandOfAll = settings.command();
        this.secrets = secrets;
        this.set = new FileSet(files.stream().map(SinkFile::target).toList());
        this.drain = settings.drain();
        this.removeOnClose = settings.removeOnClose();
        Scheduler given = settings.scheduler();
        SinkThread thread = given == null ? new SinkThread(name) : null;
        this.ownThread = thread;
        this.scheduler = thread == null ? Objects.requireNonNull(given) : thread;
    }

    /**
     * Starts a configuration.
     *
     * @return a builder; not thread-safe
     */
    public static FileSinkBuilder builder() {
        return new FileSinkBuilder();
    }

    /** The first write, on the caller's thread. Commands run in the background from the start. */
    void start() {
        try {
            synchronized (work) {
                set.prepare();
                secrets.subscribe(this::rotated);
                for (SinkFile file : files) {
                    if (commandsOf(file).isEmpty() || !Marks.isSet(file.destination())) {
                        continue;
                    }
                    log.info("The command for {} had not succeeded yet when its process ended", file.destination());
                    due.addAll(commandsOf(file));
                }
                write(secrets.now());
            }
        } catch (IOException e) {
            throw new InvalidRequestException("destination", "cannot be written: " + reason(e));
        }
        synchronized (work) {
            if (!due.isEmpty()) {
                synchronized (lock) {
                    commandPending = true;
                }
                schedule(Duration.ZERO);
            }
        }
    }

    private void rotated(Rotation rotation) {
        holds.add(rotation.hold());
        schedule(Duration.ZERO);
    }

    private void schedule(Duration delay) {
        synchronized (lock) {
            if (next != null) {
                next.cancel();
            }
            next = closed ? null : scheduler.schedule("file sink " + name, delay, this::pass);
        }
    }

    /** Brings the files up to date, and runs what has to run for them. */
    private void pass() {
        synchronized (work) {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                next = null;
            }
            // Taken before the secrets are read: a hold that comes later belongs to a later pass.
            List<AutoCloseable> covered = new ArrayList<>(holds);
            try {
                SinkSecrets.Moment moment = secrets.now();
                write(moment);
                if (runCommands(moment)) {
                    holds.removeAll(covered);
                    release(covered);
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }

    private void write(SinkSecrets.Moment moment) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (SinkFile file : files) {
            byte[] content = file.render(moment::of, moment.own());
            warnOfOpenKey(file, content);
            contents.add(content);
        }
        Set<Path> replaced = set.replace(contents, this::changing);
        synchronized (lock) {
            failures = 0;
            lastError = null;
            writes += replaced.isEmpty() ? 0 : 1;
            commandPending = !due.isEmpty();
        }
        if (!replaced.isEmpty()) {
            log.info("Wrote {}", replaced);
        }
    }

    private void changing(Set<Path> paths) throws IOException {
        for (SinkFile file : files) {
            if (paths.contains(file.destination()) && !commandsOf(file).isEmpty()) {
                Marks.set(file.destination());
                due.addAll(commandsOf(file));
            }
        }
    }

    private List<SinkCommand> commandsOf(SinkFile file) {
        List<SinkCommand> commands = new ArrayList<>();
        file.command().ifPresent(commands::add);
        if (commandOfAll != null) {
            commands.add(commandOfAll);
        }
        return commands;
    }

    private static void warnOfOpenKey(SinkFile file, byte[] content) {
        if (file.target().permissions().contains(PosixFilePermission.OTHERS_READ)
                && new String(content, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
            log.warn(
                    "{} holds a private key and may be read by everybody ({})",
                    file.destination(),
                    FileMode.text(file.target().permissions()));
        }
    }

    /** Each distinct command once, in the order of the files; one that fails does not keep the others from running. */
    private boolean runCommands(SinkSecrets.Moment moment) throws IOException {
        Masking masking = new Masking(moment.data());
        List<String> errors = new ArrayList<>();
        for (SinkCommand command : List.copyOf(due)) {
            Optional<String> error = CommandRun.of(command.line(), masking);
            if (error.isEmpty()) {
                due.remove(command);
            } else {
                errors.add(error.get());
            }
        }
        for (SinkFile file : files) {
            if (commandsOf(file).stream().noneMatch(due::contains)) {
                Marks.clear(file.destination());
            }
        }
        int inARow;
        synchronized (lock) {
            commandPending = !due.isEmpty();
            commandFailures = errors.isEmpty() ? 0 : commandFailures + 1;
            commandError = errors.isEmpty() ? null : String.join("; ", errors);
            inARow = commandFailures;
        }
        if (!errors.isEmpty()) {
            Duration pause = pause(inARow);
            log.warn("File sink {}: {}; next try in {} s", name, String.join("; ", errors), pause.toSeconds());
            retry(pause);
        }
        return errors.isEmpty();
    }

    private void failed(Exception e) {
        int inARow;
        String reason = reason(e);
        synchronized (lock) {
            failures++;
            lastError = reason;
            inARow = failures;
        }
        Duration pause = pause(inARow);
        log.warn("File sink {} could not write, next try in {} s: {}", name, pause.toSeconds(), reason);
        retry(pause);
    }

    /** Unless a rotation has asked for a pass at once. */
    private void retry(Duration pause) {
        synchronized (lock) {
            if (next == null) {
                schedule(pause);
            }
        }
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Errors of files name the file alone; others of the library hold no secrets. */
    private static String reason(Exception e) {
        if (e instanceof IOException) {
            return e.getClass() == IOException.class
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        return e instanceof LeaseholdException
                ? String.valueOf(e.getMessage())
                : "unexpected " + e.getClass().getSimpleName();
    }

    private void release(List<AutoCloseable> released) {
        if (!released.isEmpty()) {
            draining.addAll(released);
            scheduler.schedule("drain of file sink " + name, drain, () -> endDrain(released));
        }
    }

    /** Once for each: when its time has come, or with the sink, whose thread does not come to it any more. */
    private void endDrain(List<AutoCloseable> drained) {
        letGo(drained.stream().filter(draining::remove).toList());
    }

    private static void letGo(Iterable<AutoCloseable> released) {
        for (AutoCloseable hold : released) {
            try {
                hold.close();
            } catch (Exception e) {
                // Rotation.hold() promises not to throw; a foreign implementation must not keep the others.
                log.warn("Letting go of a replaced lease failed", e);
            }
        }
    }

    /** Writes what is not up to date, and runs what has not run, now and in the background. */
    public void refresh() {
        schedule(Duration.ZERO);
    }

    /**
     * How it is doing.
     *
     * @return a snapshot
     */
    public FileSinkStatus status() {
        synchronized (lock) {
            return new FileSinkStatus(
                    name,
                    files.stream().map(SinkFile::destination).toList(),
                    writes,
                    failures,
                    Optional.ofNullable(lastError),
                    commandPending,
                    commandFailures,
                    Optional.ofNullable(commandError),
                    closed);
        }
    }

    /**
     * Stops writing, ends a command that is running, and closes the secrets that it opened, whose leases end. The files stay, with
     * credentials that are not good any more, unless {@link FileSinkBuilder#removeOnClose} was asked for. May be called
     * repeatedly.
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
        secrets.unsubscribe();
        if (ownThread != null) {
            ownThread.close();
        }
        synchronized (work) {
            letGo(holds);
            holds.clear();
            endDrain(List.copyOf(draining));
            if (removeOnClose) {
                try {
                    set.remove();
                } catch (IOException e) {
                    log.warn("File sink {} could not remove its files: {}", name, reason(e));
                }
            }
        }
        secrets.close();
    }

    @Override
    public String toString() {
        return "FileSink[" + name + "]";
    }
}
