package io.leasehold.pki.internal.engine;

import io.leasehold.observe.Measurement;
import io.leasehold.pki.internal.crl.Changes;
import io.leasehold.pki.internal.crl.CrlConfigs;
import io.leasehold.pki.internal.crl.CrlRoutes;
import io.leasehold.pki.internal.crl.Crls;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.ocsp.OcspResponder;
import io.leasehold.pki.internal.ocsp.OcspRoutes;
import io.leasehold.pki.internal.record.CertificateRevocation;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.revocation.CertificateRoutes;
import io.leasehold.pki.internal.revocation.Revocations;
import io.leasehold.pki.internal.revocation.RevokeRoutes;
import io.leasehold.pki.internal.revocation.RevokedIssuers;
import io.leasehold.pki.internal.tidy.TidyRoutes;
import io.leasehold.pki.internal.tidy.Tidying;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Route;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What revokes certificates and tells of it: lists, answers, tidying. Thread-safe. */
public final class RevocationParts {

    private final Revocations revocations;
    private final Crls crls;
    private final List<Route> routes;

    /**
     * Puts the parts together and starts their duties. Does no I/O.
     *
     * @param context what the engine may use
     * @param issuers the authorities
     * @param records what is kept of certificates
     * @param crypto verifies
     * @param complete whether every certificate that was issued is on record
     * @param issuerRemoval removes an authority by its UUID, and leaves its key
     */
    public RevocationParts(
            EngineContext context,
            IssuerDirectory issuers,
            Records records,
            Crypto crypto,
            BooleanSupplier complete,
            Consumer<String> issuerRemoval) {
        CrlConfigs configs = new CrlConfigs(context.storage());
        Changes changes = new Changes(context.storage());
        RevokedIssuers revokedIssuers = new RevokedIssuers(issuers, crypto);
        this.crls = new Crls(
                context.storage(), issuers, revokedIssuers, records, configs, changes, context::now, context.random());
        this.revocations = new Revocations(
                issuers,
                records,
                crypto,
                context::now,
                changes::announce,
                () -> configs.get().allowExpiredCertRevocation());
        OcspResponder responder = new OcspResponder(issuers, revokedIssuers, records, configs, complete, context::now);
        Tidying tidying = new Tidying(
                context.storage(), records, issuers, crypto, issuerRemoval, changes::startOver, context::now);
        this.routes = Stream.of(
                        new RevokeRoutes(revocations).routes(),
                        new CertificateRoutes(records).routes(),
                        new CrlRoutes(crls, configs, issuers).routes(),
                        new OcspRoutes(responder).routes(),
                        new TidyRoutes(tidying).routes())
                .flatMap(List::stream)
                .toList();
        context.duty("crl", Crls.INTERVAL, crls::isNeeded, crls::buildDue);
        context.duty("tidy", Tidying.INTERVAL, tidying::isNeeded, tidying::work);
    }

    /** What these parts answer. */
    public List<Route> routes() {
        return routes;
    }

    /** How old the lists are, and how long they are valid. */
    public List<Measurement> measure() {
        return crls.measure();
    }

    /** Revokes the certificates of leases. */
    public CertificateRevocation revocation() {
        return revocations::revokeLeased;
    }
}
