package io.leasehold.pki.internal.crl;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code config/crl}, {@code crl/…}, {@code issuer/REF/crl/…} and {@code cert/crl}. */
public final class CrlRoutes {

    private static final String DER_TYPE = "application/pkix-crl";
    private static final String PEM_TYPE = "application/x-pem-file";

    private final Crls crls;
    private final CrlConfigs configs;
    private final IssuerDirectory issuers;

    /**
     * Creates the routes.
     *
     * @param crls the lists
     * @param configs the configuration
     * @param issuers the authorities
     */
    public CrlRoutes(Crls crls, CrlConfigs configs, IssuerDirectory issuers) {
        this.crls = crls;
        this.configs = configs;
        this.issuers = issuers;
    }

    /** How a list is sent. */
    private enum Form {
        DER,
        PEM,
        FIELD
    }

    /** The routes. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.at("config/crl")
                .on(Operation.READ, "Shows how lists are made.", (call, none) -> Reply.of(configs.get()))
                .on(
                        Operation.WRITE,
                        "Sets how lists are made; changes only the fields sent.",
                        CrlConfig.class,
                        (call, fields) -> Reply.of(configs.change(call)))
                .build());
        routes.add(rotation("crl/rotate", "Builds all lists now.", crls::rotate));
        routes.add(rotation("crl/rotate-delta", "Builds all lists of changes now.", this::rotateDeltas));
        addReads(routes, "crl", call -> issuers.byDefault());
        Function<String, Optional<Issuer>> named = reference -> Optional.of(issuers.get(reference));
        for (boolean delta : new boolean[] {false, true}) {
            String path = "issuer/{ref}/crl" + (delta ? "/delta" : "");
            routes.add(read(path, delta, Form.FIELD, named));
            routes.add(read(path + "/der", delta, Form.DER, named));
            routes.add(read(path + "/pem", delta, Form.PEM, named));
        }
        routes.add(Route.at("cert/crl")
                .on(
                        Operation.READ,
                        "Reads the default issuer's list in PEM.",
                        (call, none) -> field("certificate", issuers.byDefault(), false))
                .build());
        return List.copyOf(routes);
    }

    private void addReads(List<Route> routes, String path, Function<String, Optional<Issuer>> issuer) {
        for (boolean delta : new boolean[] {false, true}) {
            String base = path + (delta ? "/delta" : "");
            routes.add(read(base, delta, Form.DER, issuer));
            routes.add(read(base + "/pem", delta, Form.PEM, issuer));
        }
    }

    private Route read(String path, boolean delta, Form form, Function<String, Optional<Issuer>> issuer) {
        return Route.at(path)
                .on(
                        Operation.READ,
                        "Reads " + (delta ? "the list of changes" : "the list of revoked certificates")
                                + (form == Form.DER ? " in DER." : " in PEM."),
                        (call, none) -> {
                            Optional<Issuer> found =
                                    issuer.apply(call.variables().getOrDefault("ref", "default"));
                            return switch (form) {
                                case FIELD -> field("crl", found, delta);
                                case DER ->
                                    document(DER_TYPE, find(found, delta).map(Crl::base64), true);
                                case PEM ->
                                    document(PEM_TYPE, find(found, delta).map(Crl::pem), false);
                            };
                        })
                .build();
    }

    private static Route rotation(String path, String summary, Runnable build) {
        Route.Handler<Route.NoFields> handler = (call, none) -> {
            build.run();
            return Reply.of(Map.of("success", true));
        };
        return Route.at(path)
                .on(Operation.READ, summary, handler)
                .on(Operation.WRITE, summary, handler)
                .build();
    }

    private void rotateDeltas() {
        if (!configs.get().deltas()) {
            throw new InvalidRequestException(
                    "enable_delta", "is not set at config/crl: there are no lists of changes to build");
        }
        crls.rotateDeltas();
    }

    private Optional<Crl> find(Optional<Issuer> issuer, boolean delta) {
        return issuer.flatMap(found -> crls.read(found, delta));
    }

    /** An empty document means that there is none: over HTTP, 204. */
    private static Reply document(String type, Optional<String> body, boolean base64) {
        return Reply.of(new PkiDocument(type, body.orElse(""), base64 && body.isPresent()));
    }

    private Reply field(String name, Optional<Issuer> issuer, boolean delta) {
        return Reply.of(Map.of(name, find(issuer, delta).map(Crl::pem).orElse("")));
    }
}
