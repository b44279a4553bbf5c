package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsRole;
import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.RootRole;
import io.leasehold.aws.internal.role.CredentialType;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;

/**
 * What a root credential cannot do that is itself a session of a role ("Compare AWS STS credentials" and "Role chaining", IAM User
 * Guide). Known where {@code config/root} has {@code role_arn}; whether the default chain gives a session, AWS says. Stateless.
 */
final class SessionRoot {

    /** The longest session of a role that a session of a role assumes. */
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);

    private static final String WHY = "config/root has role_arn, so that the root credential is a session of a role";

    private SessionRoot() {}

    /** Whether the root credential is one. */
    static boolean is(AwsRoot root) {
        return RootRole.of(root).isPresent();
    }

    /** Whether the root credential is one now; not while there is none. */
    static boolean is(Roots roots) {
        return roots.find()
                .flatMap(entry -> entry.value().current(RootTarget.class))
                .filter(target -> is(target.settings()))
                .isPresent();
    }

    /**
     * Checks a role that is written.
     *
     * @return what the writer should know
     * @throws InvalidRequestException when the role could never issue, or not for as long as it says
     */
    static List<String> check(AwsRole role, RoleRules rules) {
        if (needsKey(rules.type())) {
            throw new InvalidRequestException("credential_type", keyNeeded(rules.type()));
        }
        if (rules.type() != CredentialType.ASSUMED_ROLE) {
            return List.of();
        }
        if (rules.defaultTtl().compareTo(LONGEST_CHAINED) > 0) {
            throw new InvalidRequestException(
                    "default_sts_ttl", "is over 1h, and AWS gives no longer sessions of chained roles: " + WHY);
        }
        Duration longest = role.maxStsTtl();
        return longest != null && longest.compareTo(LONGEST_CHAINED) > 0
                ? List.of("max_sts_ttl: sessions last 1h at most for now: " + WHY)
                : List.of();
    }

    /**
     * Checks a role that issues, which may be older than the root credential.
     *
     * @throws ConflictException when it cannot
     */
    static void requireAble(CredentialType type, String roleName) {
        if (needsKey(type)) {
            throw new ConflictException("role " + roleName + ": credential_type " + keyNeeded(type));
        }
    }

    /** The longest session that a role gives. */
    static Duration longest(RoleRules rules) {
        boolean shorter =
                rules.type() == CredentialType.ASSUMED_ROLE && rules.maxTtl().compareTo(LONGEST_CHAINED) > 0;
        return shorter ? LONGEST_CHAINED : rules.maxTtl();
    }

    private static boolean needsKey(CredentialType type) {
        return type == CredentialType.FEDERATION_TOKEN || type == CredentialType.SESSION_TOKEN;
    }

    private static String keyNeeded(CredentialType type) {
        return type.spelling() + " is for the key of a user alone, and " + WHY
                + ": use assumed_role, or give config/root an access_key without role_arn";
    }
}
