package io.leasehold.database.internal.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * When an account ends by the server's clock. It never ends before its lease: a margin is added, and the difference between
 * the two clocks.
 */
public final class Expiration {

    /** As in the established implementations, so that the account never ends first. */
    public static final Duration MARGIN = Duration.ofSeconds(5);

    /** What the store's time at hand is accurate to; a smaller difference is not told from none. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(1);

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Expiration() {}

    /**
     * The value of {@code {{expiration}}}.
     *
     * @param leaseEnd when the lease ends, by the store's clock
     * @param storeNow the store's time
     * @param serverNow the server's time at the same moment
     * @return the text, such as {@code 2030-01-01 00:00:00+0000}
     */
    public static String text(Instant leaseEnd, Instant storeNow, Instant serverNow) {
        Duration skew = Duration.between(storeNow, serverNow);
        Instant end = leaseEnd.plus(MARGIN);
        if (skew.abs().compareTo(NOTICEABLE) > 0) {
            end = end.plus(skew);
        }
        Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
        return FORMAT.format(whole.equals(end) ? whole : whole.plusSeconds(1));
    }
}
