package io.leasehold.testkit.server;

import java.util.Map;

/**
 * A request of the AWS Query protocol, as it came in.
 *
 * @param service the service that it was signed for, such as {@code iam}; empty when it was not signed
 * @param action its action, such as {@code CreateUser}; empty when it has none
 * @param parameters its other parameters, {@code Version} left out, by name and in order, such as {@code Tags.member.1.Key}
 * @param accessKeyId the key that it was signed with, empty when it was not signed
 */
public record MotoCall(String service, String action, Map<String, String> parameters, String accessKeyId) {

    /** Names parameters without their values, among which there may be secrets. */
    @Override
    public String toString() {
        return service + ":" + action + parameters.keySet();
    }
}
