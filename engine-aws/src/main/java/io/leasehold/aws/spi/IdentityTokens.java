package io.leasehold.aws.spi;

import io.leasehold.secret.SecretText;
import java.time.Duration;

/**
 * Makes tokens that say who this application is, signed by an OpenID Connect provider that AWS was told to trust. The engine gives
 * them to {@code AssumeRoleWithWebIdentity} when {@code config/root} has {@code identity_token_audience}. Found by
 * {@link java.util.ServiceLoader}, of which there must be one; a token that lies in a file needs none, but
 * {@code identity_token_file}. Implementations are thread-safe.
 */
public interface IdentityTokens {

    /**
     * Makes a token, or gets one. Called on a thread that needs the root credential, about every forty minutes, and while other
     * threads may wait for it: it has to come back within seconds.
     *
     * @param audience whom the token is for, its {@code aud}: {@code identity_token_audience}
     * @param ttl how long it has to be valid: {@code identity_token_ttl}. AWS looks at it once, at once
     * @return a JSON Web Token (RFC 7519), which is wiped after its use
     * @throws RuntimeException when there is none; what it says is shown and logged, and must not quote a token
     */
    SecretText token(String audience, Duration ttl);
}
