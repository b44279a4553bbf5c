package io.leasehold.aws.internal.client;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.error.InvalidRequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A role whose session is the root credential. Immutable.
 *
 * @param arn its ARN
 * @param token the identity token that it is assumed with; empty when the key or the default chain assumes it
 */
public record RootRole(String arn, Optional<Token> token) {

    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration SHORTEST_TTL = Duration.ofMinutes(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    /** Where an identity token comes from. */
    public sealed interface Token {

        /**
         * From the application.
         *
         * @param audience whom it is for
         * @param ttl for how long it is valid
         */
        record Made(String audience, Duration ttl) implements Token {}

        /**
         * From a file.
         *
         * @param file the file
         */
        record Stored(Path file) implements Token {}
    }

    /**
     * Reads the fields.
     *
     * @param root the fields of {@code config/root}
     * @return the role; empty when the key, or what the default chain gives, is itself the root credential
     * @throws InvalidRequestException naming the field that is wrong
     */
    public static Optional<RootRole> of(AwsRoot root) {
        String arn = orEmpty(root.roleArn());
        Optional<Token> token = token(root);
        if (token.isPresent()) {
            String field = token.get() instanceof Token.Made ? "identity_token_audience" : "identity_token_file";
            if (!orEmpty(root.accessKey()).isEmpty()
                    || !orEmpty(root.secretKey()).isEmpty()) {
                throw new InvalidRequestException(
                        field, "takes the place of access_key and secret_key: send both of them empty, or this");
            }
            if (arn.isEmpty()) {
                throw new InvalidRequestException(
                        "role_arn", "is required with " + field + ": give the ARN of the role that trusts the token");
            }
        }
        if (arn.isEmpty()) {
            return Optional.empty();
        }
        if (Arn.parse(arn).filter(parsed -> parsed.isIam("role")).isEmpty()) {
            throw new InvalidRequestException(
                    "role_arn", "is no ARN of a role: write it as arn:aws:iam::123456789012:role/Leasehold");
        }
        return Optional.of(new RootRole(arn, token));
    }

    private static Optional<Token> token(AwsRoot root) {
        String audience = orEmpty(root.identityTokenAudience());
        String file = orEmpty(root.identityTokenFile());
        Duration given = root.identityTokenTtl();
        Duration ttl = given == null ? Duration.ZERO : given;
        if (!audience.isEmpty() && !file.isEmpty()) {
            throw new InvalidRequestException(
                    "identity_token_file", "and identity_token_audience exclude each other: send one of them empty");
        }
        if (!ttl.isZero() && audience.isEmpty()) {
            throw new InvalidRequestException(
                    "identity_token_ttl", "has no effect without identity_token_audience: leave it out");
        }
        if (!ttl.isZero() && (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0)) {
            throw new InvalidRequestException("identity_token_ttl", "must be a minute to a day, such as 1h");
        }
        if (!audience.isEmpty()) {
            return Optional.of(new Token.Made(audience, ttl.isZero() ? TTL : ttl));
        }
        return file.isEmpty() ? Optional.empty() : Optional.of(new Token.Stored(path(file)));
    }

    private static Path path(String file) {
        try {
            Path path = Path.of(file);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException malformed) {
            // Told below.
        }
        throw new InvalidRequestException("identity_token_file", "is no absolute path of a file");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
