package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiIssuer;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.pki.internal.revocation.RevocationReason;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code issuers} and {@code issuer/REF}. */
final class IssuerRoutes {

    private final EngineContext context;
    private final Authorities authorities;
    private final StoredIssuers issuers;
    private final Records records;
    private final IssuerSettings settings;

    IssuerRoutes(EngineContext context, Authorities authorities, StoredIssuers issuers, Records records) {
        this.context = context;
        this.authorities = authorities;
        this.issuers = issuers;
        this.records = records;
        this.settings = new IssuerSettings(context.storage(), authorities, issuers);
    }

    List<Route> routes() {
        return List.of(
                Route.at("issuers")
                        .on(
                                Operation.LIST,
                                "Lists the issuers by id.",
                                (call, none) -> Reply.names(
                                        issuers.all().stream().map(Issuer::id).toList()))
                        .build(),
                Route.at("issuer/{ref}")
                        .on(Operation.READ, "Shows an issuer.", (call, none) -> Reply.of(show(call.variable("ref"))))
                        .on(
                                Operation.WRITE,
                                "Sets all fields of an issuer; absent is the default.",
                                IssuerFields.class,
                                (call, fields) -> written(settings.write(call.variable("ref"), any -> fields)))
                        .on(
                                Operation.DELETE,
                                "Deletes an issuer; its key stays.",
                                (call, none) -> delete(call.variable("ref")))
                        .build(),
                Route.at("issuer/{ref}/patch")
                        .on(
                                Operation.WRITE,
                                "Sets the fields of an issuer that are sent; the others stay.",
                                IssuerFields.class,
                                (call, fields) -> written(settings.write(call.variable("ref"), call::bindOver)))
                        .build(),
                Route.at("issuer/{ref}/revoke")
                        .on(
                                Operation.WRITE,
                                "Revokes an issuer: it issues nothing any more.",
                                IssuerRevocation.class,
                                this::revoke)
                        .build());
    }

    private Reply written(IssuerSettings.Written written) {
        return Reply.of(show(written.id()), written.warnings());
    }

    private PkiIssuer show(String reference) {
        Issuer issuer = issuers.get(reference);
        IssuerState state =
                authorities.index().value().issuer(issuer.id()).orElseThrow(() -> StoredIssuers.unknown(reference));
        return new PkiIssuer(
                issuer.id(),
                issuer.name(),
                state.keyId(),
                issuer.certificate().pem(),
                Format.PEM.of(issuer.chain()),
                state.manualChain(),
                state.leafNotAfter().name().toLowerCase(Locale.ROOT),
                IssuerSettings.shown(state.usages()),
                state.revocationAlgorithm(),
                state.issuing(),
                state.crl(),
                state.deltaCrl(),
                state.ocsp(),
                state.templated(),
                Serials.text(issuer.certificate().serial()),
                issuer.certificate().notAfter().getEpochSecond(),
                state.revokedAt() != 0,
                state.revokedAt(),
                state.revokedAt() == 0
                        ? null
                        : Instant.ofEpochSecond(state.revokedAt()).toString());
    }

    private Reply delete(String reference) {
        Optional<IssuerState> found = authorities.fresh().value().issuer(reference);
        if (found.isEmpty()) {
            return Reply.none();
        }
        String id = found.get().id();
        List<String> warnings = new ArrayList<>();
        authorities.change(index -> {
            warnings.clear();
            if (index.defaultIssuer().equals(id)) {
                warnings.add("it was the default issuer, and there is none now: write config/issuers");
            }
            index.issuers().stream()
                    .filter(other ->
                            !other.id().equals(id) && other.manualChain().contains(id))
                    .forEach(other -> warnings.add(
                            "it was in the manual_chain of issuer " + other.id() + ", which goes on without it"));
            return index.withoutIssuer(id);
        });
        authorities.dropCertificate(id);
        return warnings.isEmpty() ? Reply.none() : Reply.of(Map.of(), warnings);
    }

    /** The parent's list first, durably; then the issuer itself. The first time counts. */
    private Reply revoke(Call call, IssuerRevocation request) {
        int reason = RevocationReason.parse(request.reason() == null ? "" : request.reason())
                .code();
        AuthorityIndex before = authorities.fresh().value();
        String reference = call.variable("ref");
        IssuerState state = before.issuer(reference).orElseThrow(() -> StoredIssuers.unknown(reference));
        Issuer issuer = issuers.get(state.id());
        long now = state.revokedAt() != 0 ? state.revokedAt() : context.now().getEpochSecond();
        String encoded = Base64.getEncoder().encodeToString(issuer.certificate().der());
        Optional<Issuer> parent = issuers.signerOf(issuer.certificate());
        // An earlier request may have died between the two. One of another certificate with the same serial is none of
        // this.
        long first = parent.map(signer -> records.revoke(
                        issuer.certificate().serial(),
                        new RevokedRecord(
                                signer.id(),
                                now,
                                reason,
                                issuer.certificate().notAfter().getEpochSecond(),
                                encoded)))
                .filter(listed -> encoded.equals(listed.certificate()))
                .map(RevokedRecord::revokedAt)
                .orElse(now);
        authorities.change(index -> {
            if (index.issuer(state.id()).isEmpty()) {
                throw new InvalidRequestException("ref", "the issuer was deleted in the meantime");
            }
            return index.changingIssuer(state.id(), each -> each.revokedAt() != 0 ? each : each.revoked(first));
        });
        List<String> warnings = parent.isPresent()
                ? List.of()
                : List.of(
                        "no other issuer of this mount signed it, so that no list here shows the revocation: revoke it"
                                + " where it was signed");
        return Reply.of(show(state.id()), warnings);
    }
}
