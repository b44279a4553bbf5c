package io.leasehold.aws.internal.engine;

import io.leasehold.aws.internal.client.IdentityTokenSource;
import io.leasehold.aws.spi.IdentityTokens;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.time.TimeSource;
import java.util.List;
import java.util.Optional;

/** Makes the engines of type {@code aws}. */
public final class AwsEngineProvider implements SecretEngineProvider {

    private final TimeSource time;
    private final Optional<IdentityTokens> tokens;

    /** For the service loader. */
    public AwsEngineProvider() {
        this(TimeSource.system());
    }

    /**
     * For tests.
     *
     * @param time what passes while AWS is waited for
     */
    public AwsEngineProvider(TimeSource time) {
        this.time = time;
        this.tokens = Optional.empty();
    }

    /**
     * For tests.
     *
     * @param time what passes while AWS is waited for
     * @param tokens what the service loader would find
     */
    public AwsEngineProvider(TimeSource time, IdentityTokens tokens) {
        this.time = time;
        this.tokens = Optional.of(tokens);
    }

    @Override
    public String type() {
        return "aws";
    }

    @Override
    public SecretEngine create(EngineContext context) {
        IdentityTokenSource source =
                tokens.map(given -> new IdentityTokenSource(List.of(given))).orElseGet(IdentityTokenSource::found);
        return new AwsEngine(context, System::getenv, time, source);
    }
}
