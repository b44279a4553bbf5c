package io.leasehold.pki.internal.issue;

import io.leasehold.observe.Measurement;
import io.leasehold.pki.PkiIssuance;
import io.leasehold.pki.PkiIssuanceConfig;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.record.CertificateRevocation;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.role.Roles;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** {@code issue/}, {@code sign/} and {@code sign-verbatim}, with and without an issuer, and how many there were. */
public final class IssueRoutes {

    private static final String CONFIG = "config/issuance";

    private final EngineContext context;
    private final EngineStorage storage;
    private final Roles roles;
    private final Drafting drafting;
    private final IssuanceRate rate;
    private final Issuance issuance;
    private final Leases leases;

    /**
     * Makes the routes.
     *
     * @param context what the engine may use
     * @param issuers who signs
     * @param roles by which rules
     * @param crypto makes keys and signatures
     * @param records where certificates are kept
     * @param completeness where certificates that are not kept are announced
     * @param revocation revokes the certificates of leases
     */
    public IssueRoutes(
            EngineContext context,
            IssuerDirectory issuers,
            Roles roles,
            Crypto crypto,
            Records records,
            Completeness completeness,
            CertificateRevocation revocation) {
        this.context = context;
        this.storage = context.storage();
        this.roles = roles;
        this.drafting = new Drafting(issuers, crypto, context::leaseLimits, context::now);
        this.rate = new IssuanceRate(context.mountPath(), () -> config().threshold());
        this.issuance = new Issuance(crypto, records, completeness, rate, context.random());
        this.leases = new Leases(issuance, revocation);
    }

    /**
     * The leases of certificates.
     *
     * @return them
     */
    public Leases leases() {
        return leases;
    }

    /**
     * The routes.
     *
     * @return them
     */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String prefix : List.of("", "issuer/{issuer_ref}/")) {
            routes.add(issue(prefix + "issue/{role}"));
            routes.add(sign(prefix + "sign/{role}"));
            routes.add(signVerbatim(prefix + "sign-verbatim"));
            routes.add(signVerbatim(prefix + "sign-verbatim/{role}"));
        }
        routes.add(Route.at("issuance")
                .on(
                        Operation.READ,
                        "Shows how many certificates this process has issued.",
                        (call, none) -> Reply.of(counted()))
                .build());
        routes.add(Route.at(CONFIG)
                .on(Operation.READ, "Shows the threshold of the rate.", (call, none) -> Reply.of(config()))
                .on(
                        Operation.WRITE,
                        "Sets the threshold of the rate.",
                        PkiIssuanceConfig.class,
                        (call, fields) -> configure(fields))
                .build());
        return routes;
    }

    private Route issue(String template) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Makes a key and a certificate for it.",
                        IssueFields.class,
                        (call, fields) -> reply(call, false, drafting::issue, fields))
                .build();
    }

    private Route sign(String template) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Makes a certificate for the key of a request for signing.",
                        SignFields.class,
                        (call, fields) -> reply(call, false, drafting::sign, fields))
                .build();
    }

    private Route signVerbatim(String template) {
        return Route.at(template)
                .on(
                        Operation.WRITE,
                        "Makes a certificate that says what a request for signing says.",
                        SignFields.class,
                        (call, fields) -> reply(call, true, drafting::signVerbatim, fields))
                .build();
    }

    private <F> Reply reply(Call call, boolean verbatim, BiFunction<Drafting.Source, F, Draft> decision, F fields) {
        String role = call.variables().getOrDefault("role", "");
        Drafting.Source source = new Drafting.Source(
                verbatim ? "verbatim/" + role : "role/" + role,
                rules(verbatim, role),
                call.variables().getOrDefault("issuer_ref", ""));
        Supplier<Draft> draft = () -> decision.apply(source, fields);
        if (source.rules().leases()) {
            return leases.plan(role, draft.get());
        }
        return Reply.selfEnding(() -> make(draft.get()));
    }

    private RoleRules rules(boolean verbatim, String role) {
        if (!verbatim) {
            return roles.get(role);
        }
        return role.isEmpty() ? RoleRules.verbatim() : roles.verbatim(role);
    }

    private Reply.SelfEnding.Credential make(Draft draft) {
        return new Reply.SelfEnding.Credential(issuance.issue(draft), Issuance.life(draft), draft.warnings());
    }

    private PkiIssuanceConfig config() {
        return storage.get(CONFIG, PkiIssuanceConfig.class)
                .map(Versioned::value)
                .orElseGet(PkiIssuanceConfig::defaults);
    }

    private Reply configure(PkiIssuanceConfig fields) {
        long version = storage.getFresh(CONFIG, PkiIssuanceConfig.class)
                .map(Versioned::version)
                .orElse(0L);
        storage.put(CONFIG, fields, version);
        return Reply.none();
    }

    /**
     * How many certificates this process issued in the last hour, and how many are expected at most.
     *
     * @return both numbers
     */
    public List<Measurement> measure() {
        return List.of(
                Measurement.count(
                        "leasehold.pki.issued.recent",
                        Map.of(),
                        (double) rate.counted(context.now()).lastHour(),
                        "Certificates that this process issued in the last hour"),
                Measurement.count(
                        "leasehold.pki.issued.threshold",
                        Map.of(),
                        (double) config().threshold(),
                        "Certificates an hour above which something is wrong; 0 for any number"));
    }

    private PkiIssuance counted() {
        IssuanceRate.Counted counted = rate.counted(context.now());
        long threshold = config().threshold();
        return new PkiIssuance(
                counted.lastHour(), counted.total(), threshold, threshold > 0 && counted.lastHour() > threshold);
    }
}
