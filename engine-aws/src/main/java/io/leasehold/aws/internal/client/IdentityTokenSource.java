package io.leasehold.aws.internal.client;

import io.leasehold.aws.internal.client.RootRole.Token;
import io.leasehold.aws.internal.failure.FailureWords;
import io.leasehold.aws.spi.IdentityTokens;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where identity tokens come from: the application, or a file. What is no JSON Web Token is not sent on, so that nobody who may
 * write {@code config/root} has other files of this machine sent somewhere. Thread-safe.
 */
public final class IdentityTokenSource {

    /** Characters of a {@code WebIdentityToken} ("AssumeRoleWithWebIdentity", AWS STS API Reference). */
    private static final int LONGEST = 20_000;

    /** The compact serialization of a signed token (RFC 7515, section 3.1). */
    private static final Pattern FORM = Pattern.compile("[\\w-]{2,}\\.[\\w-]{2,}\\.[\\w-]{2,}");

    private final Iterable<IdentityTokens> providers;
    private @Nullable IdentityTokens found;

    /**
     * Tokens of the application.
     *
     * @param providers who makes them; there must be one when one is asked for
     */
    public IdentityTokenSource(Iterable<IdentityTokens> providers) {
        this.providers = providers;
    }

    /**
     * Tokens of the application, by the service loader.
     *
     * @return tokens of the one that the class loader of the calling thread finds, when it is needed
     */
    public static IdentityTokenSource found() {
        return new IdentityTokenSource(ServiceLoader.load(IdentityTokens.class));
    }

    /**
     * Sees that there is who makes tokens, if they are to be made.
     *
     * @param role the role that they are for
     * @throws InvalidRequestException when there is none, or more than one
     */
    public void require(RootRole role) {
        if (role.token().filter(Token.Made.class::isInstance).isPresent()) {
            provider();
        }
    }

    /** A token. The caller wipes it. */
    SecretText token(Token source) {
        SecretText token = source instanceof Token.Stored stored ? stored(stored.file()) : made((Token.Made) source);
        String text = token.reveal();
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            token.close();
            throw failed(source, "gave no JSON Web Token (RFC 7519), of three parts with periods between them");
        }
        return token;
    }

    private SecretText made(Token.Made source) {
        try {
            return provider().token(source.audience(), source.ttl());
        } catch (InvalidRequestException missing) {
            throw failed(source, missing.getMessage());
        } catch (RuntimeException failure) {
            throw failed(source, "gave none: " + FailureWords.ofOther(failure));
        }
    }

    private static SecretText stored(Path file) {
        byte[] content = new byte[0];
        try {
            if (!Files.isRegularFile(file)) {
                throw failed(new Token.Stored(file), "is no file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes(LONGEST + 1);
            }
            return SecretText.of(new String(content, StandardCharsets.US_ASCII).strip());
        } catch (IOException failure) {
            throw failed(
                    new Token.Stored(file),
                    "cannot be read: " + failure.getClass().getSimpleName());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static TargetUnavailableException failed(Token source, @Nullable String problem) {
        String from = source instanceof Token.Stored stored
                ? "identity_token_file " + stored.file()
                : "the application's IdentityTokens";
        return new TargetUnavailableException(from + " " + problem, false, null);
    }

    /** The service loader is for one thread. */
    private synchronized IdentityTokens provider() {
        if (found != null) {
            return found;
        }
        try {
            Iterator<IdentityTokens> all = providers.iterator();
            Optional<IdentityTokens> first = all.hasNext() ? Optional.of(all.next()) : Optional.empty();
            if (first.isEmpty() || all.hasNext()) {
                throw new InvalidRequestException(
                        "identity_token_audience",
                        "needs one implementation of io.leasehold.aws.spi.IdentityTokens for the service loader, and"
                                + " there is " + (first.isEmpty() ? "none" : "more than one"));
            }
            found = first.get();
            return found;
        } catch (ServiceConfigurationError broken) {
            throw new InvalidRequestException(
                    "identity_token_audience",
                    "the implementation of io.leasehold.aws.spi.IdentityTokens cannot be made: "
                            + FailureWords.ofOther(broken));
        }
    }
}
