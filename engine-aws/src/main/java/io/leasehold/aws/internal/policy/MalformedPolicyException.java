package io.leasehold.aws.internal.policy;

/** A text is no policy. Its message goes behind the name of the field that held it. */
public final class MalformedPolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param problem what is wrong
     */
    public MalformedPolicyException(String problem) {
        super(problem);
    }

    /**
     * What is wrong.
     *
     * @return the words
     */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
