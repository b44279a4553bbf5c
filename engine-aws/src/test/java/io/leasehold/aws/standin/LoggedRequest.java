package io.leasehold.aws.standin;

import java.util.Map;

/**
 * A request as it came in, and how it ended.
 *
 * @param number counts requests
 * @param action the action
 * @param parameters its parameters by name, such as {@code Tags.member.1.Key}; of the action and its version too
 * @param accessKeyId the key that it claims, empty for none
 * @param outcome {@code OK}, the code of an error, {@code cut}, or {@code open} as long as there is no answer
 */
public record LoggedRequest(
        int number, String action, Map<String, String> parameters, String accessKeyId, String outcome) {

    static final String OK = "OK";
    static final String CUT = "cut";
    static final String OPEN = "open";

    LoggedRequest ended(String how) {
        return new LoggedRequest(number, action, parameters, accessKeyId, how);
    }

    /** Leaves out the values of parameters. */
    @Override
    public String toString() {
        return number + ":" + action + parameters.keySet() + "=" + outcome;
    }
}
