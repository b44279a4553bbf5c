package io.leasehold.pki.internal.engine;

import io.leasehold.error.LeaseholdException;
import io.leasehold.pki.internal.ca.AuthorityRoutes;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issue.IssueRoutes;
import io.leasehold.pki.internal.issue.Leases;
import io.leasehold.pki.internal.issue.RequestContent;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.issuer.LeftAuthorities;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.role.RoleRoutes;
import io.leasehold.pki.internal.role.Roles;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import java.security.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The engine of one mount: puts its parts together. Thread-safe. */
public final class PkiEngine implements LeasedEngine, Measured {

    private final List<Route> routes = new ArrayList<>();
    private final Leases leases;
    private final List<Probe> probes;

    /**
     * Makes the engine. Does no I/O.
     *
     * @param context what it may use
     * @param provider makes keys and signatures
     */
    public PkiEngine(EngineContext context, Provider provider) {
        Crypto crypto = new Crypto(provider, context.random());
        Authorities authorities = new Authorities(context, crypto);
        StoredIssuers issuers = new StoredIssuers(context.storage(), authorities, crypto);
        routes.addAll(new AuthorityRoutes(context, crypto, authorities, issuers).routes());
        LeftAuthorities left = new LeftAuthorities(context, authorities);
        context.duty("remove-unused-authorities", LeftAuthorities.INTERVAL, left::isNeeded, left::remove);

        // Roles.
        Roles roles = new Roles(context.storage());
        routes.addAll(new RoleRoutes(roles, RequestContent.reader(crypto), reference -> isThere(issuers, reference))
                .routes());

        // Revoking.
        Records records = new Records(context.storage());
        Completeness completeness = new Completeness(context.storage());
        RevocationParts revoking = new RevocationParts(
                context,
                issuers,
                records,
                crypto,
                () -> completeness.isComplete(context.now()),
                id -> removeIssuer(authorities, id));
        routes.addAll(revoking.routes());

        // Issuing.
        IssueRoutes issuing =
                new IssueRoutes(context, issuers, roles, crypto, records, completeness, revoking.revocation());
        routes.addAll(issuing.routes());
        leases = issuing.leases();
        probes = List.of(new Probe("crl", revoking::measure), new Probe("", issuing::measure));
    }

    /** Leaves the default and all keys. */
    private static void removeIssuer(Authorities authorities, String id) {
        AuthorityIndex left =
                authorities.change(index -> index.defaultIssuer().equals(id) ? index : index.withoutIssuer(id));
        if (left.issuer(id).isEmpty()) {
            authorities.dropCertificate(id);
        }
    }

    private static boolean isThere(IssuerDirectory issuers, String reference) {
        try {
            return !issuers.get(reference).id().isEmpty();
        } catch (LeaseholdException notThere) {
            return false;
        }
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public List<Probe> probes() {
        return probes;
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        return leases.create(plan, creation);
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return leases.terms();
    }

    /** A certificate's end is signed and cannot be moved. */
    @Override
    public void renew(RevocationData data, Renewal renewal) {}

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        return leases.revoke(data, revocation);
    }

    @Override
    public Duration settleTime() {
        return leases.settleTime();
    }

    /** Certificates end by themselves. */
    @Override
    public boolean leavesTraces() {
        return false;
    }

    @Override
    public void close() {}
}
