package io.leasehold.sink;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.sink.internal.command.CommandLine;
import java.time.Duration;
import java.util.List;

/**
 * What is run when files have changed. It runs as the user of this process, with its environment, without input. Immutable.
 */
public final class SinkCommand {

    /** How long a command may take unless told otherwise: 30 seconds. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    private final CommandLine line;

    private SinkCommand(CommandLine line) {
        this.line = line;
    }

    /**
     * A program with its arguments. No shell looks at them.
     *
     * @param arguments the program first
     * @return the command
     */
    public static SinkCommand of(String... arguments) {
        if (arguments.length == 0 || arguments[0].isBlank()) {
            throw new InvalidRequestException("command", "needs a program");
        }
        return new SinkCommand(new CommandLine(List.of(arguments), DEFAULT_LIMIT));
    }

    /**
     * A text for {@code sh -c}, such as {@code systemctl reload nginx}. Nothing of a secret is put into it.
     *
     * @param text what the shell reads
     * @return the command
     */
    public static SinkCommand shell(String text) {
        if (text.isBlank()) {
            throw new InvalidRequestException("command", "is empty");
        }
        return of("sh", "-c", text);
    }

    /**
     * The same with another limit; what takes longer is ended, with its children.
     *
     * @param limit more than zero, at most an hour
     * @return the command
     */
    public SinkCommand within(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidRequestException("command", "must have a limit of more than zero and at most an hour");
        }
        return new SinkCommand(new CommandLine(line.arguments(), limit));
    }

    CommandLine line() {
        return line;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SinkCommand that && line.equals(that.line);
    }

    @Override
    public int hashCode() {
        return line.hashCode();
    }

    @Override
    public String toString() {
        return "SinkCommand" + line.arguments();
    }
}
