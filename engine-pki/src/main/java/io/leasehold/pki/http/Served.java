package io.leasehold.pki.http;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A document with what caches need to know of it (RFC 9110, section 8.8; RFC 9111). Immutable.
 */
final class Served {

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final String type;
    private final byte[] body;
    private final String tag;
    private final Dates dates;

    /**
     * Makes it.
     *
     * @param type its media type
     * @param body its octets
     * @param dates when it was made, and how long it may be kept
     */
    Served(String type, byte[] body, Dates dates) {
        this.type = type;
        this.body = body.clone();
        this.dates = dates;
        try {
            this.tag = "\""
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16)
                    + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * When a document was made, and how long it may be kept.
     *
     * @param modified when it was made; null when it does not say
     * @param expires when it ends; null when it does not say
     * @param keep how long caches may keep it without asking
     * @param inOrder whether later documents at the same place are made later, so that a copy of a later date is good
     */
    record Dates(@Nullable Instant modified, @Nullable Instant expires, Duration keep, boolean inOrder) {

        static final Dates NONE = new Dates(null, null, Duration.ofMinutes(1), false);
    }

    Answer answer(Headers request) {
        Answer answer = Answer.of(200, type, body)
                .with("ETag", tag)
                .with(
                        "Cache-Control",
                        "max-age=" + dates.keep().toSeconds() + ", public, no-transform, must-revalidate");
        if (dates.modified() != null) {
            answer = answer.with("Last-Modified", DATE.format(dates.modified()));
        }
        if (dates.expires() != null) {
            answer = answer.with("Expires", DATE.format(dates.expires()));
        }
        return isKnown(request) ? answer.notModified() : answer;
    }

    /** A tag decides, and a date where there is none (RFC 9110, section 13.2.2). */
    private boolean isKnown(Headers request) {
        String tags = request.getFirst("If-None-Match");
        if (tags != null) {
            return Arrays.stream(tags.split(",", -1))
                    .map(String::strip)
                    .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
        }
        String since = request.getFirst("If-Modified-Since");
        Instant modified = dates.modified();
        if (since == null || modified == null) {
            return false;
        }
        try {
            Instant copy = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(since));
            return dates.inOrder() ? !copy.isBefore(modified) : copy.equals(modified);
        } catch (DateTimeParseException noDate) {
            return false;
        }
    }

    /** Whether it was made from this text. */
    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
