package io.leasehold.sink;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.sink.internal.template.SecretQuery;
import io.leasehold.spi.time.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Configures {@link FileSink}; made by {@link FileSink#builder()}. Not thread-safe. */
public final class FileSinkBuilder {

    /** How long the lease of a replaced secret is kept after its files were replaced, unless told otherwise: one minute. */
    public static final Duration DEFAULT_DRAIN = Duration.ofMinutes(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private String name = "files";
    private @Nullable SecretBroker broker;
    private @Nullable String path;
    private Map<String, ?> parameters = Map.of();
    private @Nullable RotatingSecret secret;
    private @Nullable TemplateSecrets templateSecrets;
    private final List<SinkFile> files = new ArrayList<>();
    private @Nullable SinkCommand command;
    private Duration drain = DEFAULT_DRAIN;
    private boolean removeOnClose;
    private @Nullable Scheduler scheduler;

    FileSinkBuilder() {}

    /** What a sink is made with. */
    record Settings(
            String name,
            List<SinkFile> files,
            @Nullable SinkCommand command,
            Duration drain,
            boolean removeOnClose,
            @Nullable Scheduler scheduler) {}

    /**
     * Names the sink, for logs and its thread.
     *
     * @param value 1 to 64 of letters, digits, {@code - _ .}; {@code files} by default
     * @return this
     */
    public FileSinkBuilder name(String value) {
        if (!NAME.matcher(value).matches()) {
            throw new InvalidRequestException("name", "must be 1 to 64 of letters, digits, - _ and .");
        }
        name = value;
        return this;
    }

    /**
     * The broker of the secrets: of that at the {@link #path}, and of those that templates name.
     *
     * @param value the broker, which stays the caller's to close, after the sink
     * @return this
     */
    public FileSinkBuilder broker(SecretBroker value) {
        broker = value;
        return this;
    }

    /**
     * Where the sink's own secret is read, which files are about that name none themselves.
     *
     * @param value a path such as {@code database/creds/app-role}
     * @return this
     */
    public FileSinkBuilder path(String value) {
        path = value;
        return this;
    }

    /**
     * Parameters sent with each read of the path.
     *
     * @param values fields by snake_case name; none by default
     * @return this
     */
    public FileSinkBuilder parameters(Map<String, ?> values) {
        parameters = Map.copyOf(values);
        return this;
    }

    /**
     * The sink's own secret, instead of a path: any rotating secret, also one of {@link SecretBroker#rotatingWrite}.
     *
     * @param value the secret, which stays the caller's to close, after the sink
     * @return this
     */
    public FileSinkBuilder secret(RotatingSecret value) {
        secret = value;
        return this;
    }

    /**
     * What opens the secrets that templates name, instead of the broker.
     *
     * @param value opens them
     * @return this
     */
    public FileSinkBuilder templateSecrets(TemplateSecrets value) {
        templateSecrets = value;
        return this;
    }

    /**
     * Adds a file. All files of a sink are one set: they are made of the same secrets, and replaced together, in the order in
     * which they were added.
     *
     * @param value the file
     * @return this
     */
    public FileSinkBuilder file(SinkFile value) {
        files.add(value);
        return this;
    }

    /**
     * What is run when any file has changed, after the commands of the files.
     *
     * @param value the command
     * @return this
     */
    public FileSinkBuilder command(SinkCommand value) {
        command = value;
        return this;
    }

    /**
     * How long the lease of a replaced secret is kept after the files were replaced and the commands have succeeded, for programs
     * that read the files when they like.
     *
     * @param value zero or more; one minute by default
     * @return this
     */
    public FileSinkBuilder drain(Duration value) {
        if (value.isNegative()) {
            throw new InvalidRequestException("drain", "must not be negative, was " + value);
        }
        drain = value;
        return this;
    }

    /**
     * Removes the files when the sink is closed, with which their credentials end.
     *
     * @param value false by default
     * @return this
     */
    public FileSinkBuilder removeOnClose(boolean value) {
        removeOnClose = value;
        return this;
    }

    /**
     * What runs the work, for tests. The sink has a thread of its own by default.
     *
     * @param value the scheduler, which stays the caller's
     * @return this
     */
    public FileSinkBuilder scheduler(Scheduler value) {
        scheduler = value;
        return this;
    }

    /**
     * Fetches the secrets and writes the files.
     *
     * @return the sink, to be closed before the broker
     * @throws InvalidRequestException when settings are missing or contradict each other, a template does not fit its secret, or a
     *     file cannot be written
     * @throws io.leasehold.error.LeaseholdException when a secret cannot be had
     */
    public FileSink build() {
        check();
        RotatingSecret given = secret;
        boolean owned = given == null && path != null;
        SinkSecrets secrets = new SinkSecrets(owned ? ownSecret() : given, owned);
        FileSink sink = null;
        try {
            for (SinkFile file : files) {
                for (SecretQuery query : file.queries()) {
                    secrets.open(query, opener());
                }
            }
            sink = new FileSink(
                    new Settings(name, List.copyOf(files), command, drain, removeOnClose, scheduler), secrets);
            sink.start();
            return sink;
        } catch (RuntimeException e) {
            if (sink == null) {
                secrets.close();
            } else {
                sink.close();
            }
            throw e;
        }
    }

    private void check() {
        if (files.isEmpty()) {
            throw new InvalidRequestException("file", "is needed, one at least");
        }
        Set<Path> destinations = new HashSet<>();
        for (SinkFile file : files) {
            if (!destinations.add(file.destination())) {
                throw new InvalidRequestException("file", "two files go to " + file.destination());
            }
            if (file.needsOwnSecret() && secret == null && path == null) {
                throw new InvalidRequestException(
                        "path", "is needed, or a secret: " + file.destination() + " does not name one itself");
            }
        }
        if (secret != null && path != null) {
            throw new InvalidRequestException("secret", "excludes path: give the one or the other");
        }
        if (path != null && broker == null) {
            throw new InvalidRequestException("broker", "is needed for the path");
        }
    }

    private RotatingSecret ownSecret() {
        if (broker == null || path == null) {
            throw new InvalidRequestException("path", "a broker with a path is needed, or a secret");
        }
        return broker.rotating(path, parameters);
    }

    private TemplateSecrets opener() {
        if (templateSecrets != null) {
            return templateSecrets;
        }
        if (broker == null) {
            throw new InvalidRequestException("broker", "is needed for the secrets that templates name");
        }
        return TemplateSecrets.of(broker);
    }
}
