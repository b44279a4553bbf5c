package io.leasehold.pki.internal.ca;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import java.util.stream.Stream;

/** The paths of the life of authorities: making, signing, importing and removing them, and what they are set to. */
public final class AuthorityRoutes {

    private final Authorities authorities;
    private final Roots roots;
    private final IntermediateRequests requests;
    private final IntermediateSigning signing;
    private final Imports imports;
    private final List<Route> others;

    /**
     * Puts them together. Does no I/O.
     *
     * @param context the mount's
     * @param crypto makes keys and signatures
     * @param authorities stores authorities
     * @param issuers finds them
     */
    public AuthorityRoutes(EngineContext context, Crypto crypto, Authorities authorities, StoredIssuers issuers) {
        this.authorities = authorities;
        Records records = new Records(context.storage());
        Issued issued = new Issued(records, context.random());
        AuthorityKeys keys = new AuthorityKeys(crypto, authorities);
        this.roots = new Roots(context, authorities, keys, issued);
        this.requests = new IntermediateRequests(authorities, keys);
        this.signing = new IntermediateSigning(context, crypto, authorities, issuers, issued);
        this.imports = new Imports(crypto, authorities, issuers, issued);
        this.others = Stream.of(
                        new IssuerRoutes(context, authorities, issuers, records).routes(),
                        new KeyRoutes(authorities, keys, new ImportReader(crypto)).routes(),
                        new ConfigRoutes(context, authorities).routes(),
                        new DocumentRoutes(issuers).routes())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The routes.
     *
     * @return them
     */
    public List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                root("root/generate/{type}", false),
                                root("issuers/generate/root/{type}", false),
                                root("root/rotate/{type}", true),
                                request("intermediate/generate/{type}"),
                                request("issuers/generate/intermediate/{type}"),
                                Route.at("intermediate/cross-sign")
                                        .on(
                                                Operation.WRITE,
                                                "Makes the request of an intermediate for a key that there is.",
                                                CsrFields.class,
                                                (call, fields) -> requests.make(KeyFields.Source.EXISTING, fields))
                                        .build(),
                                Route.at("root/sign-intermediate")
                                        .on(
                                                Operation.WRITE,
                                                "Signs an intermediate.",
                                                SignFields.class,
                                                (call, fields) -> signing.sign(
                                                        fields.issuerRef() == null
                                                                        || fields.issuerRef()
                                                                                .isEmpty()
                                                                ? AuthorityIndex.DEFAULT
                                                                : fields.issuerRef(),
                                                        fields))
                                        .build(),
                                Route.at("issuer/{ref}/sign-intermediate")
                                        .on(
                                                Operation.WRITE,
                                                "Signs an intermediate with this issuer.",
                                                SignFields.class,
                                                (call, fields) -> signing.sign(call.variable("ref"), fields))
                                        .build(),
                                certificates("intermediate/set-signed", "certificate"),
                                certificates("issuers/import/cert", "pem_bundle"),
                                bundle("issuers/import/bundle"),
                                bundle("config/ca"),
                                Route.at("root")
                                        .on(
                                                Operation.DELETE,
                                                "Deletes all issuers and keys of the mount.",
                                                (call, none) -> deleteAll())
                                        .build()),
                        others.stream())
                .toList();
    }

    private Route root(String template, boolean rotation) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Makes a root.",
                        RootFields.class,
                        (call, fields) -> roots.make(source(call), fields, rotation))
                .build();
    }

    private Route request(String template) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Makes the request of an intermediate.",
                        CsrFields.class,
                        (call, fields) -> requests.make(source(call), fields))
                .build();
    }

    private Route certificates(String template, String field) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Imports certificates of authorities.",
                        ImportFields.class,
                        (call, fields) -> imports.read(field, Imports.required(fields), false))
                .build();
    }

    private Route bundle(String template) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Imports certificates and keys of authorities.",
                        ImportFields.class,
                        (call, fields) -> imports.read("pem_bundle", Imports.required(fields), true))
                .build();
    }

    private static KeyFields.Source source(Call call) {
        return KeyFields.Source.of(call.variable("type"));
    }

    /** The index first: what an interruption leaves behind is not used any more. */
    private Reply deleteAll() {
        AuthorityIndex[] deleted = new AuthorityIndex[1];
        authorities.change(index -> {
            deleted[0] = index;
            return new AuthorityIndex("", index.defaultFollows(), "", List.of(), List.of());
        });
        deleted[0].issuers().forEach(issuer -> authorities.dropCertificate(issuer.id()));
        deleted[0].keys().forEach(key -> authorities.dropKey(key.id()));
        return Reply.none();
    }
}
