package io.leasehold.pki.internal.tls;

import io.leasehold.pki.internal.tls.Snapshot.Former;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides what a snapshot holds. Trust only shrinks when what brought it has expired, or on demand. */
final class SnapshotComposer {

    private static final Set<X509Certificate> NONE = Set.of();

    private SnapshotComposer() {}

    static Snapshot first(Generation generation, Set<X509Certificate> anchors) {
        return compose(generation, List.of(), new TrustShare(anchors, generation.notAfter()), List.of());
    }

    /** A fresh identity after another one. */
    static Snapshot next(
            Snapshot before,
            Generation replaced,
            Generation fresh,
            Set<X509Certificate> anchors,
            long replacedUntil,
            long now) {
        List<Former> former = new ArrayList<>();
        former.add(new Former(replaced, replacedUntil));
        former.addAll(before.former());
        return compose(
                fresh,
                former.subList(0, Math.min(former.size(), Snapshot.MOST_FORMER)),
                new TrustShare(anchors, fresh.notAfter()),
                living(before, now));
    }

    /** The same identity with other anchors; those of before count as long as the identity does. */
    static Snapshot trusting(Snapshot before, Generation current, Set<X509Certificate> anchors, long now) {
        return compose(current, before.former(), new TrustShare(anchors, current.notAfter()), living(before, now));
    }

    /** Without the anchors that have ended by now. */
    static Snapshot pruned(Snapshot before, Generation current, long now) {
        List<TrustShare> shares = new ArrayList<>(before.formerShares());
        shares.removeIf(each -> each.until() <= now);
        return compose(current, before.former(), before.share(), shares);
    }

    static Snapshot withoutFormerTrust(Snapshot before, Generation current) {
        return compose(current, before.former(), before.share(), List.of());
    }

    /** Former generations answer handshakes under way and no new ones. */
    static Snapshot withoutFormerChoices(Snapshot before, Generation current) {
        List<Former> former = before.former().stream()
                .map(each -> new Former(each.generation(), Long.MIN_VALUE))
                .toList();
        return compose(current, former, before.share(), before.formerShares());
    }

    static Snapshot closed() {
        return new Snapshot(
                null,
                List.of(),
                PkixTrust.nobody("the rotating TLS is closed"),
                new TrustShare(NONE, Long.MAX_VALUE),
                List.of(),
                Long.MAX_VALUE);
    }

    private static List<TrustShare> living(Snapshot before, long now) {
        List<TrustShare> shares = new ArrayList<>(before.formerShares());
        shares.add(before.share());
        shares.removeIf(each -> each.until() <= now);
        return shares;
    }

    private static Snapshot compose(
            Generation current, List<Former> former, TrustShare share, List<TrustShare> formerShares) {
        // One share per set of anchors, the longest; none for what the current one trusts anyway.
        Map<Set<X509Certificate>, Long> longest = new LinkedHashMap<>();
        for (TrustShare each : formerShares) {
            if (!share.anchors().containsAll(each.anchors())) {
                longest.merge(each.anchors(), each.until(), Math::max);
            }
        }
        List<TrustShare> kept = new ArrayList<>();
        Set<X509Certificate> anchors = new LinkedHashSet<>(share.anchors());
        long ends = Long.MAX_VALUE;
        for (Map.Entry<Set<X509Certificate>, Long> each : longest.entrySet()) {
            kept.add(new TrustShare(each.getKey(), each.getValue()));
            anchors.addAll(each.getKey());
            ends = Math.min(ends, each.getValue());
        }
        return new Snapshot(current, List.copyOf(former), PkixTrust.of(anchors), share, List.copyOf(kept), ends);
    }
}
