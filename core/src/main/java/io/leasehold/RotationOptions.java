package io.leasehold;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;

/**
 * How a rotating secret rotates.
 *
 * @param drain how long a replaced secret must stay valid for those who still use it: a rotation starts at least this long
 *     before the secret's hard end. Zero or more.
 */
public record RotationOptions(Duration drain) {

    /** Ten seconds of drain. */
    public static final RotationOptions DEFAULT = new RotationOptions(Duration.ofSeconds(10));

    /** Refuses a negative drain. */
    public RotationOptions {
        if (drain.isNegative()) {
            throw new InvalidRequestException("drain", "must not be negative, was " + drain);
        }
    }
}
