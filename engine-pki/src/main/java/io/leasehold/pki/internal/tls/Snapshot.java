package io.leasehold.pki.internal.tls;

import java.security.Principal;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a handshake needs, published by one write. TLS asks for the alias, the key and the chain one after another,
 * and a rotation may come in between: that is why former generations are kept. Immutable.
 *
 * @param current the generation that new handshakes get; null when closed
 * @param former those before it, the latest first
 * @param trust checks peers against the anchors of the current generation and of those that have not expired
 * @param share the current generation's anchors
 * @param formerShares anchors of former generations that count until they end
 * @param trustEnds when the first of these ends, in epoch milliseconds
 */
record Snapshot(
        @Nullable Generation current,
        List<Former> former,
        X509ExtendedTrustManager trust,
        TrustShare share,
        List<TrustShare> formerShares,
        long trustEnds) {

    /** Far more rotations than come while one handshake asks its three questions. */
    static final int MOST_FORMER = 16;

    /**
     * A generation that was replaced.
     *
     * @param generation the generation
     * @param choosableUntil until when a peer may still get it that does not know the authorities of the current one yet, in
     *     epoch milliseconds; its lease may end after that
     */
    record Former(Generation generation, long choosableUntil) {}

    @Nullable
    Generation of(@Nullable String alias) {
        Generation now = current;
        if (alias == null || now == null) {
            return null;
        }
        if (now.alias().equals(alias)) {
            return now;
        }
        for (int i = 0; i < former.size(); i++) {
            if (former.get(i).generation().alias().equals(alias)) {
                return former.get(i).generation();
            }
        }
        return null;
    }

    @Nullable
    String choose(@Nullable String keyType, Principal @Nullable [] authorities, long now) {
        Generation latest = current;
        if (latest == null) {
            return null;
        }
        if (latest.isOf(keyType) && latest.isIssuedUnder(authorities)) {
            return latest.alias();
        }
        return formerFor(new String[] {String.valueOf(keyType)}, authorities, now);
    }

    @Nullable
    String chooseOne(String @Nullable [] keyTypes, Principal @Nullable [] authorities, long now) {
        Generation latest = current;
        if (latest == null) {
            return null;
        }
        if (latest.isOfOne(keyTypes) && latest.isIssuedUnder(authorities)) {
            return latest.alias();
        }
        return keyTypes == null ? null : formerFor(keyTypes, authorities, now);
    }

    /** For a peer whose trust has not rolled yet: what it names as authorities decides. */
    private @Nullable String formerFor(String[] keyTypes, Principal @Nullable [] authorities, long now) {
        if (authorities == null || authorities.length == 0) {
            return null;
        }
        for (Former each : former) {
            Generation generation = each.generation();
            if (now < each.choosableUntil()
                    && now < generation.notAfter()
                    && generation.isOfOne(keyTypes)
                    && generation.isIssuedUnder(authorities)) {
                return generation.alias();
            }
        }
        return null;
    }
}
