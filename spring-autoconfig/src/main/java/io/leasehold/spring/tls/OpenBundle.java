package io.leasehold.spring.tls;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.tls.RotatingTls;
import io.leasehold.pki.tls.RotatingTlsBuilder;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import io.leasehold.spring.tls.LeaseholdTlsProperties.Bundle;
import io.leasehold.spring.tls.LeaseholdTlsProperties.Chain;
import io.leasehold.spring.tls.LeaseholdTlsProperties.Trust;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.io.ResourceLoader;

/** A bundle with the secrets that it lives on, which are closed with it. Thread-safe. */
final class OpenBundle implements AutoCloseable {

    private static final int LONGEST_NAME = 64;

    private final RotatingSecret secret;
    private final @Nullable RotatingSecret trust;
    private final RotatingTls tls;
    private final SslBundle bundle;
    private final AtomicReference<@Nullable Runnable> listener = new AtomicReference<>();

    private OpenBundle(RotatingSecret secret, @Nullable RotatingSecret trust, RotatingTls tls, SslBundle bundle) {
        this.secret = secret;
        this.trust = trust;
        this.tls = tls;
        this.bundle = bundle;
    }

    static OpenBundle open(
            SecretBroker broker, String name, Bundle settings, ResourceLoader resources, StartPatience patience) {
        CertificateRequest request = CertificateRequest.of(name, settings);
        String prefix = CertificateRequest.prefix(name);
        String alias = alias(name);
        RotatingTlsBuilder builder = RotatingTls.builder().name(alias).drain(settings.drain());
        trustGiven(builder, prefix, settings.trust(), resources);
        RotatingSecret secret = null;
        RotatingSecret trust = null;
        String property = request.property();
        String path = request.path();
        try {
            secret = patience.await(request.path(), () -> broker.rotatingWrite(request.path(), request.fields()));
            String trustPath = settings.trust().path();
            if (trustPath != null) {
                property = prefix + "trust.path";
                path = trustPath;
                trust = patience.await(trustPath, () -> broker.rotating(trustPath));
                builder.trustFrom(trust);
            }
            RotatingTls tls = builder.secret(secret).build();
            RotatingSslBundle bundle = new RotatingSslBundle(tls, alias, settings.ciphers(), settings.protocols());
            OpenBundle open = new OpenBundle(secret, trust, tls, bundle);
            open.follow();
            return open;
        } catch (RuntimeException e) {
            close(secret);
            close(trust);
            throw LeaseholdStartException.unusable(property, path, "the certificate of SSL bundle '" + name + "'", e);
        }
    }

    private static void trustGiven(RotatingTlsBuilder builder, String prefix, Trust trust, ResourceLoader resources) {
        Chain chain = trust.chain();
        boolean others = !trust.certificates().isEmpty() || trust.path() != null || trust.defaults();
        if (chain == Chain.NONE && !others) {
            throw CertificateRequest.wrong(
                    prefix + "trust.chain",
                    chain,
                    "trusts nobody unless trust.certificates, path or defaults is given");
        }
        if (chain == Chain.ROOT) {
            builder.trustRootOfChain();
        } else if (chain == Chain.ISSUER) {
            builder.trustOwnIssuer();
        }
        for (String each : trust.certificates()) {
            String property = prefix + "trust.certificates";
            try {
                builder.trust(TrustedPem.read(property, each, resources));
            } catch (InvalidRequestException e) {
                throw CertificateRequest.wrong(property, "(PEM)", String.valueOf(e.getMessage()));
            }
        }
        if (trust.defaults()) {
            builder.trustDefaults();
        }
    }

    /** Aliases take lower-case letters, digits and few signs; names of bundles take anything. */
    private static String alias(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
        String whole = Character.isLetterOrDigit(plain.charAt(0)) ? plain : "b" + plain;
        return whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
    }

    /** After the rotating TLS, which subscribed first, so that it has taken the fresh certificate into use, or refused it. */
    private void follow() {
        long[] seen = {tls.status().generation()};
        secret.subscribe(rotation -> {
            long now = tls.status().generation();
            if (now != seen[0]) {
                seen[0] = now;
                tell();
            }
        });
        RotatingSecret following = trust;
        if (following != null) {
            following.subscribe(rotation -> tell());
        }
    }

    private void tell() {
        Runnable action = listener.get();
        if (action != null) {
            action.run();
        }
    }

    /** Has something run after each change, on a thread of the broker. */
    void onChange(Runnable action) {
        listener.set(action);
    }

    SslBundle bundle() {
        return bundle;
    }

    RotatingTls tls() {
        return tls;
    }

    @Override
    public void close() {
        listener.set(null);
        tls.close();
        close(secret);
        close(trust);
    }

    private static void close(@Nullable RotatingSecret each) {
        if (each != null) {
            each.close();
        }
    }
}
