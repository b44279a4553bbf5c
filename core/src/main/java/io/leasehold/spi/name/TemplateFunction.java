package io.leasehold.spi.name;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions that templates know, with the order of arguments of the established implementations: the text comes last. */
enum TemplateFunction {
    /** {@code random N}: N characters of {@code [0-9A-Za-z]}. */
    RANDOM("random", 1, "a number"),
    /** {@code truncate N TEXT}: the first N bytes. */
    TRUNCATE("truncate", 2, "a number and a text"),
    /** {@code truncate_sha256 N TEXT}: the first N - 8 bytes and 8 digits of the hash of the rest, when it is longer than N. */
    TRUNCATE_SHA256("truncate_sha256", 2, "a number and a text"),
    /** {@code uppercase TEXT}. */
    UPPERCASE("uppercase", 1, "a text"),
    /** {@code lowercase TEXT}. */
    LOWERCASE("lowercase", 1, "a text"),
    /** {@code replace OLD NEW TEXT}: all occurrences. */
    REPLACE("replace", 3, "the old text, the new one, and a text"),
    /** {@code sha256 TEXT}: 64 hexadecimal digits. */
    SHA256("sha256", 1, "a text"),
    /** {@code base64 TEXT}. */
    BASE64("base64", 1, "a text"),
    /** {@code decode_base64 TEXT}. */
    DECODE_BASE64("decode_base64", 1, "a text"),
    /** {@code hex TEXT}. */
    HEX("hex", 1, "a text"),
    /** {@code decode_hex TEXT}. */
    DECODE_HEX("decode_hex", 1, "a text"),
    /** {@code unix_time}: seconds since 1970. */
    UNIX_TIME("unix_time", 0, "none"),
    /** {@code unix_time_millis}: milliseconds since 1970. */
    UNIX_TIME_MILLIS("unix_time_millis", 0, "none"),
    /** {@code timestamp LAYOUT}: the time in UTC, by a layout of Go. */
    TIMESTAMP("timestamp", 1, "a layout such as \"2006-01-02\""),
    /** {@code uuid}: a random UUID. */
    UUID("uuid", 0, "none"),
    /** {@code glob PATTERN TEXT}: whether the text matches, in which {@code *} stands for any characters. */
    GLOB("glob", 2, "a pattern and a text"),
    /** {@code eq A B}: whether two texts or two numbers are equal. */
    EQ("eq", 2, "two texts or two numbers"),
    /** {@code ne A B}: whether they are not. */
    NE("ne", 2, "two texts or two numbers"),
    /** {@code not VALUE}: whether it is empty, zero or false. */
    NOT("not", 1, "a value"),
    /** {@code printf FORMAT VALUE...}: with %s, %v, %d and %%. */
    PRINTF("printf", -1, "a format and its values");

    private final String spelling;
    private final int arity;
    private final String expected;

    TemplateFunction(String spelling, int arity, String expected) {
        this.spelling = spelling;
        this.arity = arity;
        this.expected = expected;
    }

    String spelling() {
        return spelling;
    }

    static List<String> spellings() {
        return Arrays.stream(values()).map(TemplateFunction::spelling).toList();
    }

    static Optional<TemplateFunction> of(String spelling) {
        return Arrays.stream(values())
                .filter(function -> function.spelling.equals(spelling))
                .findFirst();
    }

    /** What is wrong with a number of arguments; empty when it is right. */
    Optional<String> objection(int arguments) {
        boolean right = arity < 0 ? arguments >= 1 : arguments == arity;
        return right
                ? Optional.empty()
                : Optional.of(spelling + " has " + arguments + " arguments but takes " + expected);
    }

    /** Whether equal arguments always have the same result: it neither draws nor tells the time. */
    boolean dependsOnArgumentsOnly() {
        return switch (this) {
            case RANDOM, UUID, UNIX_TIME, UNIX_TIME_MILLIS, TIMESTAMP -> false;
            default -> true;
        };
    }

    TemplateValue apply(Arguments given, NameContext context) throws TemplateException {
        return switch (this) {
            case RANDOM -> Draws.base62(given.length(0, 1), context.random(), context.sign());
            case TRUNCATE -> TextFunctions.truncate(given.length(0, 1), given.text(1));
            case TRUNCATE_SHA256 -> TextFunctions.truncateSha256(given.length(0, 9), given.text(1));
            case UPPERCASE -> TextFunctions.upperCase(given.text(0));
            case LOWERCASE -> TextFunctions.lowerCase(given.text(0));
            case REPLACE -> replace(given);
            case SHA256 -> TextFunctions.sha256(given.text(0));
            case BASE64 -> TextFunctions.base64(given.text(0));
            case DECODE_BASE64 -> decode(given, TextFunctions::decodeBase64);
            case HEX -> TextFunctions.hex(given.text(0));
            case DECODE_HEX -> decode(given, TextFunctions::decodeHex);
            case UNIX_TIME -> TracedText.fixed(Long.toString(context.time().getEpochSecond()));
            case UNIX_TIME_MILLIS ->
                TracedText.fixed(Long.toString(context.time().toEpochMilli()));
            case TIMESTAMP -> TracedText.fixed(GoTimeLayout.format(given.text(0).text(), context.time()));
            case UUID -> Draws.uuid(context.random());
            case GLOB ->
                new TemplateValue.Truth(
                        Glob.of(given.text(0).text()).matches(given.text(1).text()));
            case EQ -> new TemplateValue.Truth(equal(given));
            case NE -> new TemplateValue.Truth(!equal(given));
            case NOT -> new TemplateValue.Truth(!given.values().get(0).holds());
            case PRINTF -> Printf.format(given);
        };
    }

    private static boolean equal(Arguments given) throws TemplateException {
        TemplateValue one = given.values().get(0);
        TemplateValue other = given.values().get(1);
        if (!one.getClass().equals(other.getClass())) {
            throw given.error("compares values of the same kind only");
        }
        return one.shown().text().equals(other.shown().text());
    }

    private static TracedText replace(Arguments given) throws TemplateException {
        String search = given.text(0).text();
        if (search.isEmpty()) {
            throw given.error("the text to be replaced must not be empty");
        }
        return TextFunctions.replace(search, given.text(1).text(), given.text(2));
    }

    private static TracedText decode(Arguments given, Decoding decoding) throws TemplateException {
        TracedText encoded = given.text(0);
        try {
            return decoding.apply(encoded);
        } catch (IllegalArgumentException e) {
            throw given.error("the text cannot be decoded");
        }
    }

    /** Decodes a text or throws {@link IllegalArgumentException}. */
    @FunctionalInterface
    private interface Decoding {
        TracedText apply(TracedText text);
    }
}
