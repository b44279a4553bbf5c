package io.leasehold.pki.internal.tls;

import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.error.InvalidRequestException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns rotations into snapshots. Those who publish take a lock; handshakes read one reference. What a rotation brings is checked
 * first, and when it is no good the last good identity stays. Thread-safe.
 */
public final class TlsState {

    private static final Logger log = LoggerFactory.getLogger(TlsState.class);

    private final String name;
    private final RotatingSecret secret;
    private final @Nullable PrivateKey ownKey;
    private final @Nullable RotatingSecret trustSecret;
    private final Duration drain;
    private final InstantSource clock;
    private final X509ExtendedKeyManager keyManager;
    private final X509ExtendedTrustManager trustManager;
    private final AtomicReference<Snapshot> published;
    private final Subscription subscription;
    private final Subscription trustSubscription;

    private final Object lock = new Object(); // for those who publish, not for handshakes
    private TrustPlan trust; // guarded by lock
    private List<X509Certificate> trustOfSecret = List.of(); // guarded by lock
    private Generation current; // guarded by lock
    private boolean closed; // guarded by lock
    private long refused; // guarded by lock
    private @Nullable String lastError; // guarded by lock

    /**
     * What it needs.
     *
     * @param name the first part of aliases
     * @param secret where identities come from
     * @param ownKey the key of signed requests, or null
     * @param trust whom to trust
     * @param trustSecret where more trust comes from, or null
     * @param check a further check of peers
     * @param drain how long the lease of a replaced certificate is kept
     * @param clock what time it is
     */
    public record Settings(
            String name,
            RotatingSecret secret,
            @Nullable PrivateKey ownKey,
            TrustPlan trust,
            @Nullable RotatingSecret trustSecret,
            ChainCheck check,
            Duration drain,
            InstantSource clock) {}

    /**
     * How it is doing.
     *
     * @param alias the alias of the current generation; empty when closed
     * @param generation its number
     * @param certificate its certificate
     * @param anchors how many certificates are trusted
     * @param formerTrust how many sets of anchors of former generations count still
     * @param refused how many secrets were refused
     * @param lastError why the last one was, if nothing good came after it
     * @param closed whether it was closed
     */
    public record Report(
            String alias,
            long generation,
            X509Certificate certificate,
            int anchors,
            int formerTrust,
            long refused,
            Optional<String> lastError,
            boolean closed) {}

    /**
     * Starts with the current secret.
     *
     * @param settings what it needs
     * @throws InvalidRequestException when the secret is no good identity
     */
    public TlsState(Settings settings) {
        name = settings.name();
        secret = settings.secret();
        ownKey = settings.ownKey();
        trust = settings.trust();
        trustSecret = settings.trustSecret();
        drain = settings.drain();
        clock = settings.clock();
        published = new AtomicReference<>(SnapshotComposer.closed());
        keyManager = new SnapshotKeyManager(published::get, clock);
        trustManager = new SnapshotTrustManager(this::trusting, settings.check());
        // A rotation in between waits for the lock, and then finds its secret in use already.
        synchronized (lock) {
            subscription = secret.subscribe(this::rotated);
            RotatingSecret more = trustSecret;
            trustSubscription = more == null ? () -> {} : more.subscribe(this::trustRotated);
            try {
                trustOfSecret = more == null ? List.of() : Identities.trusted(more.current());
                current = new Generation(name, 1, Identities.read(secret.current(), ownKey, clock.instant()));
            } catch (RuntimeException e) {
                closed = true;
                subscription.close();
                trustSubscription.close();
                throw e;
            }
            published.set(SnapshotComposer.first(current, anchors(current.identity())));
        }
    }

    /**
     * Answers for handshakes.
     *
     * @return always the same one
     */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /**
     * Checks peers.
     *
     * @return always the same one
     */
    public X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /** The snapshot whose trust has not ended: what former generations brought goes with them. */
    private Snapshot trusting() {
        Snapshot seen = published.get();
        long now = clock.millis();
        if (now < seen.trustEnds()) {
            return seen;
        }
        Generation generation = seen.current();
        if (generation == null) {
            return seen;
        }
        Snapshot pruned = SnapshotComposer.pruned(seen, generation, now);
        // Lost to a rotation, or to another handshake: what this one found is as good.
        published.compareAndSet(seen, pruned);
        return pruned;
    }

    private Set<X509Certificate> anchors(Identity identity) {
        return trust.and(trustOfSecret).anchors(identity);
    }

    private void rotated(Rotation rotation) {
        Secret fresh = rotation.current();
        synchronized (lock) {
            if (closed) {
                return;
            }
            try {
                adopt(fresh, rotation);
                return;
            } catch (RuntimeException e) {
                refuse("certificate", e);
            }
        }
        // The next rotation by time may come too late for the one in use. Asks once, and not more often than the
        // back-off allows.
        secret.reportRefused(fresh);
    }

    private void adopt(Secret fresh, Rotation rotation) {
        Instant now = clock.instant();
        Identity identity = Identities.read(fresh, ownKey, now);
        Generation replaced = current;
        if (replaced.identity().certificate().equals(identity.certificate())) {
            return;
        }
        Generation next = new Generation(name, replaced.number() + 1, identity);
        if (next.notAfter() < replaced.notAfter()) {
            // It may be the answer to a compromise, so it counts all the same.
            log.warn("The fresh certificate of {} ends earlier than the one it replaces", path());
        }
        boolean leased = rotation.previous().lease().isPresent();
        long choosable = leased ? now.plus(drain).toEpochMilli() : Long.MAX_VALUE;
        Snapshot composed = SnapshotComposer.next(
                published.get(), replaced, next, anchors(identity), choosable, now.toEpochMilli());
        if (leased) {
            // Handshakes under way finish before their certificate is revoked.
            rotation.hold(drain);
        }
        current = next;
        published.set(composed);
        lastError = null;
        log.info(
                "From now on certificate {} of {} is used, which ends at {}",
                SerialNumber.of(identity.certificate()),
                path(),
                identity.certificate().getNotAfter().toInstant());
    }

    private void trustRotated(Rotation rotation) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            try {
                trustOfSecret = Identities.trusted(rotation.current());
                publishTrust();
                log.info("From now on the {} certificates of the trust secret count", trustOfSecret.size());
            } catch (RuntimeException e) {
                refuse("trust", e);
            }
        }
    }

    private void refuse(String what, RuntimeException e) {
        refused++;
        String reason = e instanceof InvalidRequestException
                ? String.valueOf(e.getMessage())
                : "it could not be read: " + e.getClass().getSimpleName();
        lastError = "the fresh " + what + " was refused: " + reason;
        log.warn(
                "The fresh {} of {} was refused, and certificate {} stays in use: {}",
                what,
                path(),
                SerialNumber.of(current.identity().certificate()),
                reason);
    }

    private void publishTrust() {
        published.set(SnapshotComposer.trusting(published.get(), current, anchors(current.identity()), clock.millis()));
    }

    /**
     * Trusts more certificates from now on.
     *
     * @param certificates the certificates
     */
    public void trustAlso(List<X509Certificate> certificates) {
        synchronized (lock) {
            if (!closed) {
                trust = trust.and(certificates);
                publishTrust();
            }
        }
    }

    /** Trusts nobody any more whom only former generations trusted. */
    public void dropFormerTrust() {
        synchronized (lock) {
            if (!closed) {
                published.set(SnapshotComposer.withoutFormerTrust(published.get(), current));
            }
        }
    }

    /** Gives former certificates to nobody any more, whatever authorities a peer names. */
    public void dropFormerIdentities() {
        synchronized (lock) {
            if (!closed) {
                published.set(SnapshotComposer.withoutFormerChoices(published.get(), current));
            }
        }
    }

    /**
     * How it is doing.
     *
     * @return a report
     */
    public Report report() {
        synchronized (lock) {
            Snapshot snapshot = published.get();
            Set<X509Certificate> anchors = new LinkedHashSet<>(snapshot.share().anchors());
            snapshot.formerShares().forEach(each -> anchors.addAll(each.anchors()));
            return new Report(
                    closed ? "" : current.alias(),
                    current.number(),
                    current.identity().certificate(),
                    anchors.size(),
                    snapshot.formerShares().size(),
                    refused,
                    Optional.ofNullable(lastError),
                    closed);
        }
    }

    private String path() {
        return secret.status().path();
    }

    /** Answers no handshake any more. May be called repeatedly. */
    public void close() {
        synchronized (lock) {
            closed = true;
            subscription.close();
            trustSubscription.close();
            published.set(SnapshotComposer.closed());
        }
    }
}
