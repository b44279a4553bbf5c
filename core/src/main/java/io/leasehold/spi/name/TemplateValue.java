package io.leasehold.spi.name;

/** What an expression yields. */
sealed interface TemplateValue permits TracedText, TemplateValue.Whole, TemplateValue.Truth {

    /** What a condition makes of it: Go takes the empty text and zero for false. */
    boolean holds();

    /** How it shows in a name. */
    TracedText shown();

    /**
     * A whole number.
     *
     * @param number the number
     */
    record Whole(long number) implements TemplateValue {

        @Override
        public boolean holds() {
            return number != 0;
        }

        @Override
        public TracedText shown() {
            return TracedText.fixed(Long.toString(number));
        }
    }

    /**
     * The outcome of a comparison.
     *
     * @param holds whether it holds
     */
    record Truth(boolean holds) implements TemplateValue {

        @Override
        public TracedText shown() {
            return TracedText.fixed(Boolean.toString(holds));
        }
    }
}
