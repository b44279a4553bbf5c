package io.leasehold.internal.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as requests spell them: whole seconds ({@code 3600}), whole days ({@code 7d}), or numbers with the units
 * {@code ns us ms s m h} one after another ({@code 1h30m}, {@code 1.5h}), as Go's {@code time.ParseDuration} reads them
 * (microseconds also with either micro sign).
 * Units are case-sensitive and nothing may stand between or around them. The longest duration is {@link #MAX}.
 *
 * <p>Errors are {@link IllegalArgumentException}s whose message is a rule ("must be ...") without the value, so that it can
 * be shown for a secret field too.
 */
public final class Durations {

    /** The longest duration there is: 2^63 - 1 nanoseconds, about 292 years, as in Go. What is longer is refused. */
    public static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE);

    /** What a duration looks like, for messages. */
    public static final String RULE =
            "must be a duration: whole seconds (3600), days (7d), or numbers with units such as 90s, 30m or 1h30m";

    private static final Pattern SECONDS = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DAYS = Pattern.compile("([+-]?[0-9]+)d");
    private static final Pattern PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal NANOS_PER_DAY = NANOS_PER_SECOND.multiply(BigDecimal.valueOf(86_400));
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A number in front of a unit that is longer than this cannot be in range, or says nothing more. */
    private static final int MAX_LENGTH = 200;

    /** As many digits as fit into a number of days in seconds, with room to spare. */
    private static final int MAX_PLAIN_DIGITS = 12;

    private static final Map<String, BigDecimal> NANOS_PER_UNIT = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "\u00b5s", BigDecimal.valueOf(1_000),
            "\u03bcs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", NANOS_PER_SECOND,
            "m", NANOS_PER_SECOND.multiply(BigDecimal.valueOf(60)),
            "h", NANOS_PER_SECOND.multiply(BigDecimal.valueOf(3_600)));

    private Durations() {}

    /**
     * Parses a duration. Fractions of a nanosecond are dropped.
     *
     * @param text the text; the empty text is zero
     * @return zero to {@link #MAX}
     * @throws IllegalArgumentException when the text is no duration, negative or longer than {@link #MAX}
     */
    public static Duration parse(String text) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        Duration plain = plain(text);
        if (plain != null) {
            return check(plain);
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(RULE);
        }
        if (SECONDS.matcher(text).matches()) {
            return inRange(new BigDecimal(text).multiply(NANOS_PER_SECOND));
        }
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return inRange(new BigDecimal(days.group(1)).multiply(NANOS_PER_DAY));
        }
        return parseUnits(text);
    }

    /** Short texts such as {@code 3600} or {@code 72h}, which most are, without patterns; null for all else. */
    private static @Nullable Duration plain(String text) {
        int unit = text.length() - 1;
        char last = text.charAt(unit);
        long seconds = switch (last) {
            case 'd' -> 86_400;
            case 'h' -> 3_600;
            case 'm' -> 60;
            default -> 1;
        };
        int digits = last >= '0' && last <= '9' ? unit + 1 : unit;
        boolean known = digits > unit || last == 's' || seconds > 1;
        if (!known || digits == 0 || digits > MAX_PLAIN_DIGITS) {
            return null;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return null;
            }
            number = 10 * number + digit - '0';
        }
        return Duration.ofSeconds(number * seconds);
    }

    private static Duration parseUnits(String text) {
        char first = text.charAt(0);
        boolean negative = first == '-';
        int start = negative || first == '+' ? 1 : 0;
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = start;
        while (end < text.length()) {
            if (!part.find(end) || part.start() != end) {
                throw new IllegalArgumentException(RULE);
            }
            // Each part is cut to whole nanoseconds by itself, as Go does.
            BigDecimal value = number(part.group(1)).multiply(NANOS_PER_UNIT.get(part.group(2)));
            nanos = nanos.add(new BigDecimal(value.toBigInteger()));
            end = part.end();
        }
        if (end == start) {
            throw new IllegalArgumentException(RULE);
        }
        return inRange(negative ? nanos.negate() : nanos);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text.startsWith(".") ? "0" + text : text);
    }

    /**
     * Reads a number as seconds, dropping its fraction.
     *
     * @param seconds the number
     * @return zero to {@link #MAX}
     * @throws IllegalArgumentException when it is negative, not finite, or longer than {@link #MAX}
     */
    public static Duration ofSeconds(Number seconds) {
        if (seconds instanceof Double || seconds instanceof Float) {
            double value = seconds.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(RULE);
            }
        }
        BigDecimal exact = Numbers.exact(seconds);
        if (exact.signum() < 0) {
            throw negative();
        }
        // Compared before it is cut: cutting 1e999999999 or 1e-999999999 would take gigabytes.
        if (exact.compareTo(MAX_NANOS) > 0) {
            throw tooLong();
        }
        if (exact.compareTo(BigDecimal.ONE) < 0) {
            return Duration.ZERO;
        }
        BigInteger whole = exact.toBigInteger();
        return inRange(new BigDecimal(whole).multiply(NANOS_PER_SECOND));
    }

    /**
     * Checks a duration that was not given as text.
     *
     * @param duration the duration
     * @return the same
     * @throws IllegalArgumentException when it is negative or longer than {@link #MAX}
     */
    public static Duration check(Duration duration) {
        if (duration.isNegative()) {
            throw negative();
        }
        if (duration.compareTo(MAX) > 0) {
            throw tooLong();
        }
        return duration;
    }

    /**
     * Writes a duration as people do: {@code 1h30m}, {@code 40h}, {@code 1.5s}, {@code 0s}. Units that are zero are left out,
     * fractions stay with the seconds. {@link #parse} reads it back unchanged.
     *
     * @param duration the duration; a negative one begins with {@code -}
     * @return the text
     */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            // The longest negative duration has no positive counterpart.
            boolean longest = duration.toSeconds() == Long.MIN_VALUE;
            return "-" + format(longest ? Duration.ofSeconds(Long.MAX_VALUE) : duration.negated());
        }
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutesPart() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        if (duration.toSecondsPart() > 0 || duration.toNanosPart() > 0) {
            BigDecimal seconds =
                    BigDecimal.valueOf(duration.toSecondsPart()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
            text.append(seconds.stripTrailingZeros().toPlainString()).append('s');
        }
        return text.toString();
    }

    private static Duration inRange(BigDecimal nanos) {
        if (nanos.signum() < 0) {
            throw negative();
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw tooLong();
        }
        return Duration.ofNanos(nanos.longValueExact());
    }

    private static IllegalArgumentException negative() {
        return new IllegalArgumentException("must not be a negative duration");
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("must not be longer than " + format(Duration.ofSeconds(MAX.toSeconds())));
    }
}
