package io.leasehold.pki.internal.ca;

import io.leasehold.pki.AuthorityCertificate;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Certificates and chains, for everybody. Where there is no default issuer, its documents are empty. */
final class DocumentRoutes {

    private final IssuerDirectory issuers;

    DocumentRoutes(IssuerDirectory issuers) {
        this.issuers = issuers;
    }

    List<Route> routes() {
        return List.of(
                document(
                        "ca", "The default issuer's certificate in DER.", DocumentRoutes::der, PkiDocument.CERTIFICATE),
                document("ca/pem", "The default issuer's certificate in PEM.", DocumentRoutes::pem, PkiDocument.CHAIN),
                document("ca_chain", "The default issuer's chain in PEM.", DocumentRoutes::chain, PkiDocument.CHAIN),
                Route.at("cert/ca")
                        .on(
                                Operation.READ,
                                "The default issuer's certificate.",
                                (call, none) -> Reply.of(json(
                                        issuers.get(AuthorityIndex.DEFAULT),
                                        issuer -> issuer.certificate().pem())))
                        .build(),
                Route.at("cert/ca_chain")
                        .on(
                                Operation.READ,
                                "The default issuer's chain.",
                                (call, none) -> Reply.of(json(
                                        issuers.get(AuthorityIndex.DEFAULT), issuer -> Format.bundle(issuer.chain()))))
                        .build(),
                Route.at("issuer/{ref}/json")
                        .on(
                                Operation.READ,
                                "An issuer's certificate.",
                                (call, none) -> Reply.of(json(
                                        issuers.get(call.variable("ref")),
                                        issuer -> issuer.certificate().pem())))
                        .build(),
                Route.at("issuer/{ref}/pem")
                        .on(
                                Operation.READ,
                                "An issuer's certificate in PEM.",
                                (call, none) -> Reply.of(pem(issuers.get(call.variable("ref")))))
                        .build(),
                Route.at("issuer/{ref}/der")
                        .on(
                                Operation.READ,
                                "An issuer's certificate in DER.",
                                (call, none) -> Reply.of(der(issuers.get(call.variable("ref")))))
                        .build());
    }

    private Route document(String template, String summary, Function<Issuer, PkiDocument> shape, String type) {
        return Route.at(template)
                .on(Operation.READ, summary, (call, none) -> {
                    Optional<Issuer> issuer = issuers.byDefault();
                    return Reply.of(issuer.map(shape).orElseGet(() -> new PkiDocument(type, "", false)));
                })
                .build();
    }

    private static PkiDocument der(Issuer issuer) {
        return new PkiDocument(PkiDocument.CERTIFICATE, Format.DER.of(issuer.certificate()), true);
    }

    private static PkiDocument pem(Issuer issuer) {
        return new PkiDocument(PkiDocument.CHAIN, issuer.certificate().pem(), false);
    }

    private static PkiDocument chain(Issuer issuer) {
        return new PkiDocument(PkiDocument.CHAIN, Format.bundle(issuer.chain()), false);
    }

    private static AuthorityCertificate json(Issuer issuer, Function<Issuer, String> text) {
        return new AuthorityCertificate(
                text.apply(issuer),
                Format.PEM.of(issuer.chain()),
                issuer.id(),
                issuer.name(),
                issuer.revokedAt().map(Instant::getEpochSecond).orElse(0L),
                issuer.revokedAt().map(Instant::toString).orElse(""));
    }
}
