package io.leasehold.database.internal.username;

/** What an expression yields. */
sealed interface TemplateValue permits TracedText, TemplateValue.Whole {

    /**
     * A whole number.
     *
     * @param number the number
     */
    record Whole(long number) implements TemplateValue {}
}
