package io.leasehold.pki.internal.name;

/** What becomes of one name. */
public sealed interface Judgement {

    /**
     * What it is.
     *
     * @return the kind
     */
    NameKind kind();

    /**
     * The name.
     *
     * @return as it came
     */
    String value();

    /**
     * The rule that decided.
     *
     * @return such as {@code allow_subdomains of example.com}
     */
    String rule();

    /**
     * The name is in the certificate.
     *
     * @param kind what it is
     * @param value the name
     * @param rule the rule that accepted it
     */
    record Accepted(NameKind kind, String value, String rule) implements Judgement {}

    /**
     * The name is no name of a host, so that it is not among the alternative names; the certificate is made without it.
     *
     * @param kind what it would be
     * @param value the name
     * @param rule why
     */
    record LeftOut(NameKind kind, String value, String rule) implements Judgement {}

    /**
     * No certificate is made with that name.
     *
     * @param kind what it is
     * @param value the name
     * @param words what is refused
     * @param rule the rule that failed
     * @param hint what would allow it; may be empty
     */
    record Refused(NameKind kind, String value, String words, String rule, String hint) implements Judgement {

        /**
         * The refusal in one sentence.
         *
         * @return words, rule and hint
         */
        public String message() {
            return words + ": " + rule + (hint.isEmpty() ? "" : "; " + hint);
        }
    }
}
