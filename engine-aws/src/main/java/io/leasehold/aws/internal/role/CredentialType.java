package io.leasehold.aws.internal.role;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the credentials of a role are. */
public enum CredentialType {
    /** A user of IAM with an access key. */
    IAM_USER(Duration.ZERO),
    /** A session of a role ({@code AssumeRole}); its own maximum, 1 to 12 hours, is for AWS to know. */
    ASSUMED_ROLE(Duration.ofHours(12)),
    /** A federated session of the root credential's user ({@code GetFederationToken}). */
    FEDERATION_TOKEN(Duration.ofHours(36)),
    /** A session of the root credential's user ({@code GetSessionToken}). */
    SESSION_TOKEN(Duration.ofHours(36));

    /** The shortest life of a session that AWS gives ({@code DurationSeconds} of the three calls, AWS STS API reference). */
    public static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

    private final Duration longestSession;

    CredentialType(Duration longestSession) {
        this.longestSession = longestSession;
    }

    /**
     * The type of a spelling.
     *
     * @param spelling such as {@code iam_user}
     * @return the type; empty when there is none
     */
    public static Optional<CredentialType> spelled(String spelling) {
        return Arrays.stream(values())
                .filter(type -> type.spelling().equals(spelling))
                .findFirst();
    }

    /**
     * How roles spell it.
     *
     * @return such as {@code iam_user}
     */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether its credentials are sessions, which AWS ends and nobody can renew.
     *
     * @return false for users alone
     */
    public boolean isSession() {
        return this != IAM_USER;
    }

    /**
     * The longest life of a session that AWS gives in any account.
     *
     * @return zero for users
     */
    public Duration longestSession() {
        return longestSession;
    }
}
