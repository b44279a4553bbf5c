package io.leasehold.database;

import io.leasehold.spi.binding.Field;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many leases a target holds, against the connections that its server accepts: what {@code capacity/NAME} answers. A
 * brokered user needs a connection at least, so leases beyond that number cannot all be used at once.
 *
 * @param activeLeases leases of the target in any state, as the store counts them
 * @param maxConnections connections that the server accepts in all; null where it has no such limit, or does not tell
 * @param usedPercent the leases in percent of the connections, rounded down; null without a limit
 * @param warningPercent from which percentage on it is time to act
 */
public record TargetCapacity(
        @Field("Leases of the target.") long activeLeases,

        @Field("Connections that the server accepts in all.") @Nullable
        Integer maxConnections,

        @Field("The leases in percent of the connections.") @Nullable
        Integer usedPercent,

        @Field("From which percentage on it is time to act.")
        int warningPercent) {

    /** From 80 percent on it is time to act. */
    public static final int WARNING_PERCENT = 80;

    private static final int WHOLE = 100;

    /**
     * Compares both numbers.
     *
     * @param leases leases of the target
     * @param most connections that its server accepts; empty for no limit
     * @return the comparison
     */
    public static TargetCapacity of(long leases, OptionalInt most) {
        if (most.isEmpty()) {
            return new TargetCapacity(leases, null, null, WARNING_PERCENT);
        }
        long percent = leases * WHOLE / Math.max(1, most.getAsInt());
        return new TargetCapacity(leases, most.getAsInt(), (int) Math.min(Integer.MAX_VALUE, percent), WARNING_PERCENT);
    }

    /**
     * What an operator should know.
     *
     * @return a sentence from the warning percentage on, otherwise nothing
     */
    public List<String> warnings() {
        return usedPercent == null || usedPercent < WARNING_PERCENT
                ? List.of()
                : List.of(activeLeases + " leases are " + usedPercent + " % of the " + maxConnections
                        + " connections that the server accepts: shorten TTLs, revoke what is not used, or raise"
                        + " max_connections");
    }
}
