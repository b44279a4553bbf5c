package io.leasehold.observe;

import java.util.List;

/**
 * The numbers of all engines that run in this process, and those that could not be had. Immutable.
 *
 * @param measurements the numbers, at most one for each name and tags
 * @param missing what could not be asked
 */
public record Readings(List<Measurement> measurements, List<Missing> missing) {

    /** Nothing was read. */
    public static final Readings NONE = new Readings(List.of(), List.of());

    /** Takes copies. */
    public Readings {
        measurements = List.copyOf(measurements);
        missing = List.copyOf(missing);
    }

    /**
     * Something that was asked for its numbers, and did not tell.
     *
     * @param mount the path of the mount
     * @param subject what was asked within it, such as a connection's name; may be empty
     * @param error why there are no numbers
     */
    public record Missing(String mount, String subject, String error) {}
}
