package io.leasehold.aws.internal.session;

import io.leasehold.secret.SecretText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session. Its text form shows no secret.
 *
 * @param accessKey the id of its key
 * @param secretKey its secret
 * @param token its token
 * @param arn whom AWS takes it for, or null
 * @param life how long it lasts from now on
 */
public record Session(
        String accessKey,
        SecretText secretKey,
        SecretText token,
        @Nullable String arn,
        Duration life) {}
