package io.leasehold.spi.engine;

import io.leasehold.observe.Measurement;
import java.util.List;
import java.util.function.Supplier;

/** The ability of an engine to tell numbers of its targets. Thread-safe. */
public interface Measured {

    /**
     * What can be asked for numbers now. Asks no target, and is quick.
     *
     * @return one probe for each thing that can fail by itself, such as a target
     */
    List<Probe> probes();

    /**
     * Something that can be asked.
     *
     * @param subject what it is within the mount, such as the name of a connection, the same every time; may be empty
     * @param read asks for the numbers, on a thread of the broker, within ten seconds; throws what it likes. The broker adds the
     *     tag {@code mount}
     */
    record Probe(String subject, Supplier<List<Measurement>> read) {}
}
