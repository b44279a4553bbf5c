package io.leasehold.aws.internal.session;

import io.leasehold.aws.internal.role.RoleRules;
import java.time.Duration;

/**
 * A session that is to be had.
 *
 * @param rules what it may do
 * @param name its name; of no use for {@code session_token}
 * @param roleArn the role to assume; empty for the other types
 * @param duration how long it is to last
 * @param mfaCode the code of the MFA device, empty for none
 */
public record NewSession(RoleRules rules, String name, String roleArn, Duration duration, String mfaCode) {

    @Override
    public String toString() {
        return "NewSession[name=" + name + ", roleArn=" + roleArn + ", duration=" + duration + "]";
    }
}
