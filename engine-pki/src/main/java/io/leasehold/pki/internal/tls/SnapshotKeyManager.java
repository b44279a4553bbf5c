package io.leasehold.pki.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers handshakes from the snapshot of the moment. An alias names one generation for good, so that the key and the chain that
 * are asked for by it belong together. Takes no lock and does no I/O. Thread-safe.
 */
final class SnapshotKeyManager extends X509ExtendedKeyManager {

    private final Supplier<Snapshot> snapshot;
    private final InstantSource clock;

    SnapshotKeyManager(Supplier<Snapshot> snapshot, InstantSource clock) {
        this.snapshot = snapshot;
        this.clock = clock;
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType, issuers);
    }

    private String @Nullable [] aliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        String chosen = snapshot.get().choose(keyType, issuers, clock.millis());
        return chosen == null ? null : new String[] {chosen};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return snapshot.get().chooseOne(keyTypes, issuers, clock.millis());
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return snapshot.get().chooseOne(keyTypes, issuers, clock.millis());
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return snapshot.get().choose(keyType, issuers, clock.millis());
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return snapshot.get().choose(keyType, issuers, clock.millis());
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Generation generation = snapshot.get().of(alias);
        return generation == null ? null : generation.sent();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Generation generation = snapshot.get().of(alias);
        return generation == null ? null : generation.key();
    }
}
