package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.SqlDialect.Feature;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which values may stand where. The texts name the rule and never the value. */
final class ValueRules {

    private static final Pattern NAME_OR_NUMBER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:@+, =/-]+");

    private ValueRules() {}

    /** What is wrong with a value in a slot; empty when it can be escaped. */
    static Optional<String> objection(Slot slot, String value, SqlDialect dialect) {
        if (value.isEmpty()) {
            return Optional.of("has an empty value");
        }
        if (value.indexOf('\0') >= 0) {
            return Optional.of("has a value with a NUL character, which no database accepts");
        }
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            return Optional.of("has a value that is not valid Unicode (half of a surrogate pair)");
        }
        if (dialect.has(Feature.QUOTES_BEHIND_BACKSLASHES) && value.indexOf('\r') >= 0) {
            return Optional.of("has a value with a carriage return, which " + dialect.name() + " cannot express");
        }
        if (slot.quoting() == Quoting.NONE) {
            return unquoted(value, dialect);
        }
        if (slot.quoting() == Quoting.DOUBLE && dialect.has(Feature.NO_DOUBLED_QUOTES) && value.indexOf('"') >= 0) {
            return Optional.of("has a value with a double quote, which " + dialect.name()
                    + " takes neither in a name nor in a password");
        }
        if (slot.plainOnly() && !(PLAIN.matcher(value).matches() && !value.contains("--"))) {
            return Optional.of("stands in a text that may be run as SQL, so its value may hold letters, digits and"
                    + " . : @ + , = / - _ only: make it a literal of its own and quote it with format('%I', ...)");
        }
        for (String tag : slot.dollarTags()) {
            if (value.contains(tag)) {
                return Optional.of(
                        "has a value that holds the tag of the dollar-quoted text around it: use another tag");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unquoted(String value, SqlDialect dialect) {
        if (!NAME_OR_NUMBER.matcher(value).matches()) {
            return Optional.of(
                    "stands without quotes, where only a plain name or a number is accepted: put it in quotes");
        }
        if (dialect.has(Feature.FOLDS_TO_LOWER_CASE) && value.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
            return Optional.of("stands without quotes, where " + dialect.name()
                    + " would fold the value to lower case: put it in quotes");
        }
        return Optional.empty();
    }
}
