package io.leasehold.sink.internal.command;

import java.time.Duration;
import java.util.List;

/**
 * What is run.
 *
 * @param arguments the program and its arguments; no shell looks at them
 * @param limit how long it may take
 */
public record CommandLine(List<String> arguments, Duration limit) {

    /** Copies. */
    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /** The program alone: arguments may hold anything. */
    String program() {
        return arguments.get(0);
    }
}
