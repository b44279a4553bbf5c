package io.leasehold.spi.name;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.name.NameContext.Names;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A parsed and tested template of names, such as a {@code username_template}.
 *
 * <h2>Language</h2>
 *
 * <p>The subset of Go's text/template that the established implementations document: the fields {@code .DisplayName} and
 * {@code .RoleName}, or those of another {@link NameVocabulary}; pipelines, parentheses, literals, comments, trim markers; the
 * functions {@code random}, {@code truncate}, {@code truncate_sha256}, {@code uppercase}, {@code lowercase}, {@code replace},
 * {@code sha256}, {@code base64}, {@code decode_base64}, {@code hex}, {@code decode_hex}, {@code unix_time},
 * {@code unix_time_millis}, {@code timestamp}, {@code uuid}, {@code glob}, {@code eq}, {@code ne}, {@code not} and
 * {@code printf}; and {@code if}, {@code else if}, {@code else} and {@code end}. White space around the whole name is dropped.
 *
 * <h2>Length and randomness</h2>
 *
 * <p>Elsewhere the end of a name is cut off when it is too long, by {@code truncate} or silently by the server, and with long
 * display and role names its random part goes, until two leases share an account. Here the fixed parts give way: when
 * a name is longer than the server keeps, or lost random characters to a {@code truncate}, it is rendered again with the
 * longer of the display and role name one character shorter, and so on. With both names empty it is as short and as random
 * as the template can make it, so this ends at the latest there.
 *
 * <p>That last case does not depend on the names, which is why a template can be judged when it is written: {@link #parse}
 * renders it with empty names, and refuses it unless the result fits and carries {@value #REQUIRED_BITS} random
 * bits. How many bits a text carries is computed, not estimated from samples: every character knows its share, every
 * function says what becomes of it ({@code TracedText}, {@code TextFunctions}), and as there are no variables, each draw is
 * used once, so that bits add up. {@link #parse} also renders with the longest names and with all characters in them, to make
 * sure that names meet the same bounds and hold what they may, and goes all ways through the template's conditions, except where a condition depends on constants and
 * literals alone.
 *
 * <p>Immutable and thread-safe.
 */
public final class NameTemplate {

    /** The random bits that every name carries at least. */
    public static final int REQUIRED_BITS = 40;

    private static final String FIELD = "username_template";

    /** More than any sensible template has, and little enough for a parser that descends into parentheses. */
    private static final int LONGEST_TEMPLATE = 1000;

    /** Names give way until this many bits are there: what {@code random 20} carries, its check not counted. */
    private static final double WANTED_BITS = 71;

    /** Six conditions one after another. */
    private static final int MOST_WAYS = 64;

    /** A time whose month and weekday have the longest names, for the test of a template. */
    private static final Instant LONG_TIME = Instant.parse("2026-09-30T23:59:59.999999999Z");

    private final Expression.Sequence template;
    private final String field;
    private final int maxBytes;
    private final NameCharacters characters;
    private final NameSign sign;

    private NameTemplate(
            String field, Expression.Sequence template, int maxBytes, NameCharacters characters, NameSign sign) {
        this.field = field;
        this.template = template;
        this.maxBytes = maxBytes;
        this.characters = characters;
        this.sign = sign;
    }

    /**
     * The same template for one source of names, by whose sign they can be told.
     *
     * @param source the sign
     * @return the template
     */
    public NameTemplate signedBy(NameSign source) {
        return new NameTemplate(field, template, maxBytes, characters, source);
    }

    /**
     * Parses and tests a {@code username_template} with the vocabulary of databases.
     *
     * @param template its text
     * @param maxBytes how many bytes of a name the server keeps
     * @return the template
     * @throws InvalidRequestException when it cannot be read or evaluated (with the position of the character, from 0, and
     *     what was expected), yields names that are too long, or carries too little randomness
     */
    public static NameTemplate parse(String template, int maxBytes) {
        return parse(FIELD, template, maxBytes);
    }

    /**
     * Parses and tests a template of another field with the vocabulary of databases.
     *
     * @param field the field, for messages
     * @param template its text
     * @param maxBytes how many bytes of a name there is room for
     * @return the template
     * @throws InvalidRequestException as {@link #parse(String, int)}
     */
    public static NameTemplate parse(String field, String template, int maxBytes) {
        return parse(field, template, maxBytes, NameVocabulary.DEFAULT);
    }

    /**
     * Parses and tests a template.
     *
     * @param field the field that it was given in, for messages
     * @param template its text
     * @param maxBytes how many bytes of a name there is room for
     * @param vocabulary what it may refer to, and which characters names may hold
     * @return the template
     * @throws InvalidRequestException as {@link #parse(String, int)}
     */
    public static NameTemplate parse(String field, String template, int maxBytes, NameVocabulary vocabulary) {
        if (template.length() > LONGEST_TEMPLATE) {
            throw new InvalidRequestException(
                    field, "has " + template.length() + " characters but may have " + LONGEST_TEMPLATE);
        }
        try {
            NameTemplate parsed = new NameTemplate(
                    field,
                    TemplateParser.parse(template, vocabulary),
                    maxBytes,
                    vocabulary.characters(),
                    NameSign.NONE);
            Branches.AllWays ways = new Branches.AllWays();
            int tried = 0;
            do {
                if (++tried > MOST_WAYS) {
                    throw new InvalidRequestException(
                            field, "has more than " + MOST_WAYS + " ways through its conditions: use fewer of them");
                }
                parsed.judge(ways);
            } while (ways.next());
            return parsed;
        } catch (TemplateException e) {
            throw new InvalidRequestException(field, "at character " + e.position() + ": " + e.problem());
        }
    }

    /** Refuses the template if one way through it cannot be gone with any name. */
    private void judge(Branches.AllWays way) throws TemplateException {
        SecureRandom random = new SecureRandom();
        TracedText shortest = evaluate(new NameContext(Names.EMPTY, Names.EMPTY, LONG_TIME, random, sign, way));
        if (shortest.length() > maxBytes) {
            throw new InvalidRequestException(
                    field,
                    "yields names of " + shortest.length() + " bytes even with empty display and role names, but"
                            + " there is room for " + maxBytes + ": shorten the fixed parts");
        }
        if (shortest.bits() < REQUIRED_BITS) {
            throw new InvalidRequestException(
                    field,
                    String.format(
                            Locale.ROOT,
                            "yields names with %d random bits but needs %d: add {{random 20}}, and keep truncate"
                                    + " from cutting it off",
                            (int) shortest.bits(),
                            REQUIRED_BITS));
        }
        String plain = "x".repeat(NameCharacters.LONGEST_PART);
        for (String longest : List.of(plain, characters.everything())) {
            Names names = new Names(longest, longest);
            fitted(new NameContext(names, names, LONG_TIME, random, sign, way), way::again);
        }
    }

    /**
     * Makes a name. Characters of the display and role name outside of {@code [A-Za-z0-9_.-]}, or of what the vocabulary
     * allows, are replaced by {@code _}.
     *
     * @param displayName who asks; may be anything, also empty
     * @param roleName the role
     * @param time the time, for {@code unix_time} and its like
     * @param random the source of random characters
     * @return a name of printable ASCII, or of what the vocabulary allows, not empty, no longer than the server keeps, with at least {@value #REQUIRED_BITS}
     *     random bits
     * @throws InvalidRequestException when a function does not accept what these names make of its arguments
     */
    public String render(String displayName, String roleName, Instant time, SecureRandom random) {
        Names names = new Names(characters.clean(displayName), characters.clean(roleName));
        try {
            return fitted(new NameContext(names, names, time, random, sign, Branches.BY_VALUE), () -> {})
                    .text();
        } catch (TemplateException e) {
            throw new InvalidRequestException(field, "at character " + e.position() + ": " + e.problem());
        }
    }

    /**
     * Shortens the longer name until the whole fits and is as random as it can be.
     *
     * @param anew to be run before each further evaluation
     */
    private TracedText fitted(NameContext context, Runnable anew) throws TemplateException {
        anew.run();
        double wanted = Math.min(
                WANTED_BITS, Math.floor(evaluate(context.withNames(Names.EMPTY)).bits()));
        Names names = context.names();
        anew.run();
        TracedText name = evaluate(context);
        while ((name.length() > maxBytes || name.bits() < wanted) && !names.isEmpty()) {
            names = names.shorter();
            anew.run();
            name = evaluate(context.withNames(names));
        }
        if (name.length() > maxBytes || name.bits() < REQUIRED_BITS) {
            throw new TemplateException(0, "the name is too long or not random enough for the server");
        }
        return name;
    }

    private TracedText evaluate(NameContext context) throws TemplateException {
        TracedText name = template.evaluate(context);
        int from = name.length() - name.text().stripLeading().length();
        TracedText stripped =
                name.range(from, Math.max(from, name.text().stripTrailing().length()));
        String objection = characters.objection(stripped.text());
        if (!objection.isEmpty()) {
            throw new TemplateException(0, objection);
        }
        return stripped;
    }

    @Override
    public String toString() {
        return "name template for " + maxBytes + " bytes";
    }
}
