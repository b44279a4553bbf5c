package io.leasehold.database.internal.sql;

import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One statement with placeholders. Immutable.
 */
public final class Statement {

    private static final int SHOWN = 120;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final String field;
    private final int number;
    private final String template;
    private final SqlDialect dialect;
    private final List<Slot> slots;
    private final String description;

    private Statement(String field, int number, String template, SqlDialect dialect, List<Slot> slots) {
        this.field = field;
        this.number = number;
        this.template = template;
        this.dialect = dialect;
        this.slots = slots;
        this.description = description(number, template);
    }

    static Statement parse(String field, int number, String template, SqlDialect dialect, Placeholders placeholders)
            throws SqlTextException {
        RefusedCommands.check(template, dialect);
        return new Statement(field, number, template, dialect, SlotFinder.find(template, dialect, placeholders));
    }

    /**
     * Its number in the script.
     *
     * @return the number, from 1
     */
    public int number() {
        return number;
    }

    /**
     * The text as written, with placeholders.
     *
     * @return the template, trimmed, without the semicolon at its end
     */
    public String template() {
        return template;
    }

    /**
     * Which placeholders it uses.
     *
     * @return canonical names
     */
    public Set<String> placeholders() {
        return slots.stream().map(Slot::placeholder).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The statement for messages.
     *
     * @return {@code statement N: } and the template on one line, shortened
     */
    public String describe() {
        return description;
    }

    private static String description(int number, String template) {
        String line = SPACE.matcher(template).replaceAll(" ");
        return "statement " + number + ": "
                + (line.codePointCount(0, line.length()) <= SHOWN
                        ? line
                        : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "...");
    }

    /** Puts the values in, in one pass, and makes sure that they changed nothing but themselves. */
    RenderedStatement render(StatementValues values) {
        StringBuilder sql = new StringBuilder(template.length() + 64);
        int at = 0;
        for (Slot slot : slots) {
            sql.append(template, at, slot.start()).append(escaped(slot, values));
            at = slot.end();
        }
        sql.append(template, at, template.length());
        String rendered = sql.toString();
        if (!slots.isEmpty() && !SameStructure.of(template, rendered, dialect)) {
            throw new InvalidRequestException(
                    field,
                    "statement " + number + ": a value would change the structure of the statement"
                            + " (it runs into a delimiter next to it): put the placeholder in quotes of its own");
        }
        return new RenderedStatement(this, rendered);
    }

    private String escaped(Slot slot, StatementValues values) {
        Optional<String> value = values.reveal(slot.placeholder());
        if (value.isEmpty()) {
            throw problem(slot, "has no value here");
        }
        Optional<String> objection = ValueRules.objection(slot, value.get(), dialect);
        if (objection.isPresent()) {
            throw problem(slot, objection.get());
        }
        return slot.quoting().escape(value.get());
    }

    private InvalidRequestException problem(Slot slot, String problem) {
        return new InvalidRequestException(
                field, "statement " + number + ": " + Placeholders.braced(slot.placeholder()) + " " + problem);
    }

    @Override
    public String toString() {
        return describe();
    }
}
