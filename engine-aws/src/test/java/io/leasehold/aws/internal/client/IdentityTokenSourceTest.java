package io.leasehold.aws.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.internal.client.RootRole.Token;
import io.leasehold.aws.spi.IdentityTokens;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTokenSourceTest {

    private static final Token.Made MADE = new Token.Made("sts.amazonaws.com", Duration.ofMinutes(7));
    private static final RootRole ROLE = new RootRole("arn:aws:iam::123456789012:role/Broker", Optional.of(MADE));

    @TempDir
    Path folder;

    /** As an application would bring it. */
    public static final class Found implements IdentityTokens {

        @Override
        public SecretText token(String audience, Duration ttl) {
            return SecretText.of("header." + audience.replace('.', '-') + "." + ttl.toSeconds());
        }
    }

    @Test
    void theServiceLoaderFindsWhoMakesThem() throws IOException {
        IdentityTokenSource source = found(Found.class);

        source.require(ROLE);
        assertThat(source.token(MADE).reveal()).isEqualTo("header.sts-amazonaws-com.420");
    }

    @Test
    void theyAreRequiredWhereTheyAreToBeMade() throws IOException {
        IdentityTokenSource none = found();
        IdentityTokenSource broken = found(IdentityTokenSourceTest.class);

        none.require(new RootRole(ROLE.arn(), Optional.empty()));
        none.require(new RootRole(ROLE.arn(), Optional.of(new Token.Stored(folder.resolve("token")))));
        assertThatThrownBy(() -> none.require(ROLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("identity_token_audience: needs one implementation")
                .hasMessageContaining("there is none");
        assertThatThrownBy(() -> new IdentityTokenSource(List.of(new Found(), new Found())).require(ROLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("more than one");
        assertThatThrownBy(() -> broken.require(ROLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void whatIsTooLongForATokenIsNone() {
        String text = "a".repeat(10_000) + "." + "b".repeat(10_000) + ".cc";
        IdentityTokenSource source = new IdentityTokenSource(List.of((audience, ttl) -> SecretText.of(text)));

        assertThatThrownBy(() -> source.token(MADE)).hasMessageContaining("gave no JSON Web Token");
    }

    /** Sees what the service loader sees with these services. */
    private IdentityTokenSource found(Class<?>... services) throws IOException {
        Path root = Files.createTempDirectory(folder, "services");
        Path file = root.resolve("META-INF/services/" + IdentityTokens.class.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(services).stream().map(Class::getName).toList());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {root.toUri().toURL()}, before));
        try {
            return IdentityTokenSource.found();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
