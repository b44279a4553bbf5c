package io.leasehold.pki.tls;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.tls.TlsState;
import io.leasehold.pki.internal.tls.TrustPlan;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Configures {@link RotatingTls}; made by {@link RotatingTls#builder()}. Not thread-safe. */
public final class RotatingTlsBuilder {

    /** How long the lease of a replaced certificate is kept unless told otherwise: one minute. */
    public static final Duration DEFAULT_DRAIN = Duration.ofMinutes(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    private @Nullable SecretBroker broker;
    private @Nullable String path;
    private @Nullable Object data;
    private @Nullable RotatingSecret secret;
    private @Nullable PrivateKey privateKey;
    private String name = "leasehold";
    private final Set<X509Certificate> trusted = new LinkedHashSet<>();
    private TrustPlan.@Nullable OfChain chain;
    private boolean defaults;
    private @Nullable RotatingSecret trustSecret;
    private PeerCheck peerCheck = PeerCheck.NONE;
    private Duration drain = DEFAULT_DRAIN;
    private InstantSource clock = InstantSource.system();

    RotatingTlsBuilder() {}

    /**
     * The broker that issues the certificates; needs {@link #issue}.
     *
     * @param value the broker, which stays the caller's to close, after this
     * @return this
     */
    public RotatingTlsBuilder broker(SecretBroker value) {
        broker = value;
        return this;
    }

    /**
     * Where the certificates come from.
     *
     * @param value a path that is written to, such as {@code pki_int/issue/web-servers}, or {@code pki_int/sign/web-servers} with
     *     the {@link #privateKey} of the request
     * @param fields what is written each time, as a map with snake_case keys or a record; {@code common_name} as a rule. The
     *     format has to be {@code pem}, which is the default, or {@code pem_bundle}
     * @return this
     */
    public RotatingTlsBuilder issue(String value, Object fields) {
        path = value;
        data = fields;
        return this;
    }

    /**
     * A secret made elsewhere, instead of broker and path.
     *
     * @param value a secret with {@code certificate}, {@code private_key} and {@code ca_chain} or {@code issuing_ca} in PEM, which
     *     stays the caller's to close, after this
     * @return this
     */
    public RotatingTlsBuilder secret(RotatingSecret value) {
        secret = value;
        return this;
    }

    /**
     * The key of the requests that are signed, for secrets that hold none. It stays the same through all rotations.
     *
     * @param value the key
     * @return this
     */
    public RotatingTlsBuilder privateKey(PrivateKey value) {
        privateKey = value;
        return this;
    }

    /**
     * The first part of the aliases, which show up in logs of TLS: {@code NAME-GENERATION}.
     *
     * @param value 1 to 64 of lower-case letters, digits, and inner {@code - _ .}; {@code leasehold} by default
     * @return this
     */
    public RotatingTlsBuilder name(String value) {
        if (!NAME.matcher(value).matches()) {
            throw new InvalidRequestException(
                    "name",
                    "must be 1 to 64 of lower-case letters, digits, - _ and ., and begin with a letter or digit");
        }
        name = value;
        return this;
    }

    /**
     * Trusts what the uppermost CA of the own chain has signed: the root, when the chain has it. This is so when nothing else is
     * said about trust.
     *
     * @return this
     */
    public RotatingTlsBuilder trustRootOfChain() {
        chain = TrustPlan.OfChain.TOP;
        return this;
    }

    /**
     * Trusts what the issuer of the own certificate has signed, and nothing of other CAs under the same root.
     *
     * @return this
     */
    public RotatingTlsBuilder trustOwnIssuer() {
        chain = TrustPlan.OfChain.ISSUER;
        return this;
    }

    /**
     * Trusts these certificates. Given alone, the own chain does not count; may be called repeatedly.
     *
     * @param pem one or more certificates of CAs
     * @return this
     * @throws InvalidRequestException when that holds no certificate, or a private key
     */
    public RotatingTlsBuilder trust(String pem) {
        trusted.addAll(TrustPlan.certificates("trust", pem));
        return this;
    }

    /**
     * Trusts the certificates of a secret, such as that of {@code broker.rotating("pki/cert/ca_chain")}, and follows it: a CA that
     * is replaced there is trusted here within half a minute, before any service has a certificate of it.
     *
     * @param value a secret with {@code certificate}, {@code ca_chain} or {@code issuing_ca}; stays the caller's to close
     * @return this
     */
    public RotatingTlsBuilder trustFrom(RotatingSecret value) {
        trustSecret = value;
        return this;
    }

    /**
     * Trusts what the JVM trusts, the public CAs as a rule.
     *
     * @return this
     */
    public RotatingTlsBuilder trustDefaults() {
        defaults = true;
        return this;
    }

    /**
     * A further check of peers.
     *
     * @param value runs inside of handshakes
     * @return this
     */
    public RotatingTlsBuilder peerCheck(PeerCheck value) {
        peerCheck = value;
        return this;
    }

    /**
     * How long the lease of a replaced certificate is kept, where it has one: handshakes that have begun with it finish before it
     * is revoked.
     *
     * @param value zero or more; one minute by default
     * @return this
     */
    public RotatingTlsBuilder drain(Duration value) {
        if (value.isNegative()) {
            throw new InvalidRequestException("drain", "must not be negative, was " + value);
        }
        drain = value;
        return this;
    }

    /**
     * What time it is, for tests. Certificates are compared with the clock of this machine, as its peers' are.
     *
     * @param value the machine's clock by default
     * @return this
     */
    public RotatingTlsBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    /**
     * Fetches the first certificate, unless a secret is given, and checks it.
     *
     * @return the rotating TLS, to be closed after the servers and clients that use it
     * @throws InvalidRequestException when settings are missing or contradict each other, or the first secret is no good
     * @throws io.leasehold.error.LeaseholdException when it cannot be had
     */
    public RotatingTls build() {
        RotatingSecret given = secret;
        if (given != null && (broker != null || path != null)) {
            throw new InvalidRequestException("secret", "excludes broker and issue: give the one or the others");
        }
        RotatingSecret rotating = given != null ? given : ownSecret();
        try {
            PeerCheck check = peerCheck;
            TlsState state = new TlsState(
                    new TlsState.Settings(name, rotating, privateKey, plan(), trustSecret, check::check, drain, clock));
            return new RotatingTls(rotating, given == null, state, clock);
        } catch (RuntimeException e) {
            if (given == null) {
                rotating.close();
            }
            throw e;
        }
    }

    private TrustPlan plan() {
        boolean said = !trusted.isEmpty() || defaults || trustSecret != null;
        TrustPlan.OfChain unsaid = said ? TrustPlan.OfChain.NONE : TrustPlan.OfChain.TOP;
        return new TrustPlan(trusted, defaults, chain == null ? unsaid : chain);
    }

    private RotatingSecret ownSecret() {
        if (broker == null || path == null || data == null) {
            throw new InvalidRequestException("issue", "a broker with a path to issue at is needed, or a secret");
        }
        return broker.rotatingWrite(path, data);
    }
}
