package io.leasehold.database.internal.sql;

import java.util.List;

/**
 * A placeholder in a statement, with all that is around it.
 *
 * @param start its first character in the statement
 * @param end after its last character
 * @param placeholder its canonical name
 * @param quoting what stands directly around it
 * @param plainOnly whether the text around it may be read as code once more (dynamic SQL, the body of a function in
 *     quotes), so that values are accepted only if they mean the same at every level
 * @param dollarTags the tags of the dollar-quoted texts around it, which the value must not hold
 */
record Slot(int start, int end, String placeholder, Quoting quoting, boolean plainOnly, List<String> dollarTags) {

    Slot {
        dollarTags = List.copyOf(dollarTags);
    }
}
