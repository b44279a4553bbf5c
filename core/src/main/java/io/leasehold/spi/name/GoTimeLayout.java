package io.leasehold.spi.name;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats times by the layouts of Go's package {@code time}, which spell a format as it would show the reference time
 * "Mon Jan 2 15:04:05 MST 2006". The time is shown in UTC. All elements of that package's documentation are known; other
 * text stands for itself.
 */
final class GoTimeLayout {

    private static final Pattern ELEMENT =
            Pattern.compile("January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|1|2006|_2(?!006)|2|3|4|5|PM|pm"
                    + "|[-Z]07:00:00|[-Z]070000|[-Z]07:00|[-Z]0700|[-Z]07|[.,](?:0+|9+)(?![0-9])");

    private GoTimeLayout() {}

    static String format(String layout, Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        Matcher elements = ELEMENT.matcher(layout);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (elements.find()) {
            text.append(layout, at, elements.start()).append(element(elements.group(), utc));
            at = elements.end();
        }
        return text.append(layout, at, layout.length()).toString();
    }

    private static String element(String element, ZonedDateTime time) {
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (element) {
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" -> first3(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" -> first3(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case "MST" -> "UTC";
            case "2006" -> digits(4, time.getYear());
            case "06" -> digits(2, time.getYear() % 100);
            case "01" -> digits(2, time.getMonthValue());
            case "1" -> digits(1, time.getMonthValue());
            case "002" -> digits(3, time.getDayOfYear());
            case "02" -> digits(2, time.getDayOfMonth());
            case "_2" -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case "2" -> digits(1, time.getDayOfMonth());
            case "15" -> digits(2, time.getHour());
            case "03" -> digits(2, hour12);
            case "3" -> digits(1, hour12);
            case "04" -> digits(2, time.getMinute());
            case "4" -> digits(1, time.getMinute());
            case "05" -> digits(2, time.getSecond());
            case "5" -> digits(1, time.getSecond());
            case "PM" -> time.getHour() < 12 ? "AM" : "PM";
            case "pm" -> time.getHour() < 12 ? "am" : "pm";
            default -> zoneOrFraction(element, time);
        };
    }

    private static String zoneOrFraction(String element, ZonedDateTime time) {
        char first = element.charAt(0);
        if (first == 'Z') {
            return "Z";
        }
        if (first == '-') {
            return "+" + element.substring(1).replace('7', '0');
        }
        int length = Math.min(9, element.length() - 1);
        String fraction = digits(9, time.getNano()).substring(0, length) + "0".repeat(element.length() - 1 - length);
        if (element.charAt(1) == '9') {
            fraction = fraction.replaceAll("0+$", "");
        }
        return fraction.isEmpty() ? "" : first + fraction;
    }

    private static String first3(String name) {
        return name.substring(0, 3);
    }

    private static String digits(int width, int number) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }
}
