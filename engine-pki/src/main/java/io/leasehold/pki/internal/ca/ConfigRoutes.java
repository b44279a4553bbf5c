package io.leasehold.pki.internal.ca;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.ClusterPaths;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.issuer.UrlSettings;
import io.leasehold.pki.internal.issuer.UrlTemplates;
import io.leasehold.spi.binding.Field;
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
import org.jspecify.annotations.Nullable;

/** {@code config/issuers}, {@code config/keys}, {@code config/urls} and {@code config/cluster}. */
final class ConfigRoutes {

    private static final int TRIES = 20;

    private final EngineStorage storage;
    private final Authorities authorities;

    ConfigRoutes(EngineContext context, Authorities authorities) {
        this.storage = context.storage();
        this.authorities = authorities;
    }

    /** A choice of the default issuer. */
    public record DefaultIssuerFields(
            @Field(value = "The default issuer, by id or name.", aliases = "default") @Nullable
            String defaultRef,

            @Field("Whether a new issuer with a key becomes the default.") @Nullable
            Boolean defaultFollowsLatestIssuer) {}

    /** A choice of the default key. */
    public record DefaultKeyFields(
            @Field(value = "The default key, by id or name.", aliases = "default") @Nullable
            String defaultRef) {}

    /** The mount's URLs, as {@code config/urls} has them. */
    public record Urls(
            @Field("URLs of the issuer's certificate.") @Nullable
            List<String> issuingCertificates,

            @Field("URLs of its list.") @Nullable List<String> crlDistributionPoints,

            @Field("URLs of its list of changes.") @Nullable List<String> deltaCrlDistributionPoints,

            @Field("URLs of its responder.") @Nullable List<String> ocspServers,

            @Field("Whether they have templates.") boolean enableTemplating) {

        private static List<String> orEmpty(@Nullable List<String> texts) {
            return texts == null ? List.of() : texts;
        }

        static Urls of(UrlSettings stored) {
            return new Urls(stored.issuing(), stored.crl(), stored.deltaCrl(), stored.ocsp(), stored.templated());
        }

        UrlSettings toStored() {
            return new UrlSettings(
                    orEmpty(issuingCertificates),
                    orEmpty(crlDistributionPoints),
                    orEmpty(deltaCrlDistributionPoints),
                    orEmpty(ocspServers),
                    enableTemplating);
        }
    }

    /** Where this deployment answers, as {@code config/cluster} has it. */
    public record Cluster(
            @Field("The URL of the mount's API.") @Nullable String path,

            @Field("The URL of the mount's certificates and lists.") @Nullable
            String aiaPath) {}

    List<Route> routes() {
        return List.of(
                defaultIssuer("config/issuers", null),
                defaultIssuer("root/replace", "next"),
                keys(),
                urls(),
                cluster());
    }

    private Route defaultIssuer(String template, @Nullable String standard) {
        Route.Builder route = Route.at(template)
                .on(
                        Operation.WRITE,
                        "Sets the default issuer.",
                        DefaultIssuerFields.class,
                        (call, fields) -> setIssuer(fields, standard));
        return standard == null
                ? route.on(
                                Operation.READ,
                                "Shows the default issuer.",
                                (call, none) ->
                                        Reply.of(showIssuer(authorities.index().value())))
                        .build()
                : route.build();
    }

    private static Map<String, Object> showIssuer(AuthorityIndex index) {
        return Map.of("default", index.defaultIssuer(), "default_follows_latest_issuer", index.defaultFollows());
    }

    private Reply setIssuer(DefaultIssuerFields fields, @Nullable String standard) {
        String asked = fields.defaultRef() == null ? standard : fields.defaultRef();
        List<String> warnings = new ArrayList<>();
        AuthorityIndex after = authorities.change(index -> {
            warnings.clear();
            boolean follows = fields.defaultFollowsLatestIssuer() == null
                    ? index.defaultFollows()
                    : fields.defaultFollowsLatestIssuer();
            if (asked == null) {
                if (fields.defaultFollowsLatestIssuer() == null) {
                    throw new InvalidRequestException("default", "is missing: give an issuer by id or name");
                }
                return index.withDefaultIssuer(index.defaultIssuer(), follows);
            }
            if (asked.isEmpty() || asked.equals(AuthorityIndex.DEFAULT)) {
                throw new InvalidRequestException(
                        "default", "is '" + asked + "', which is no issuer: give one by id or name");
            }
            IssuerState chosen = index.issuer(asked).orElseThrow(() -> StoredIssuers.unknown(asked));
            if (chosen.keyId().isEmpty()) {
                warnings.add("issuer " + chosen.id() + " has no key here, so that the default issues nothing");
            }
            return index.withDefaultIssuer(chosen.id(), follows);
        });
        return Reply.of(showIssuer(after), warnings);
    }

    private Route keys() {
        return Route.at("config/keys")
                .on(
                        Operation.READ,
                        "Shows the default key.",
                        (call, none) -> Reply.of(
                                Map.of("default", authorities.index().value().defaultKey())))
                .on(Operation.WRITE, "Sets the default key.", DefaultKeyFields.class, (call, fields) -> setKey(fields))
                .build();
    }

    private Reply setKey(DefaultKeyFields fields) {
        String asked = fields.defaultRef() == null ? "" : fields.defaultRef();
        if (asked.isEmpty() || asked.equals(AuthorityIndex.DEFAULT)) {
            throw new InvalidRequestException("default", "is no key: give one by id or name");
        }
        AuthorityIndex after = authorities.change(index -> index.withDefaultKey(index.key(asked)
                .orElseThrow(() -> new InvalidRequestException("default", "unknown key: '" + Names.shown(asked) + "'"))
                .id()));
        return Reply.of(Map.of("default", after.defaultKey()));
    }

    private Route urls() {
        return Route.at("config/urls")
                .on(
                        Operation.READ,
                        "Shows the mount's URLs.",
                        (call, none) -> Reply.of(Urls.of(fresh(UrlSettings.PATH, UrlSettings.class, UrlSettings.NONE)
                                .value())))
                .on(
                        Operation.WRITE,
                        "Sets the mount's URLs that are sent; the others stay. Certificates that exist keep theirs.",
                        Urls.class,
                        (call, fields) -> writeUrls(call))
                .build();
    }

    private Reply writeUrls(Call call) {
        for (int attempt = 1; ; attempt++) {
            Versioned<UrlSettings> before = fresh(UrlSettings.PATH, UrlSettings.class, UrlSettings.NONE);
            UrlSettings after = call.bindOver(Urls.of(before.value())).toStored();
            ClusterPaths paths = fresh(ClusterPaths.PATH, ClusterPaths.class, ClusterPaths.NONE)
                    .value();
            UrlTemplates.check("issuing_certificates", after.issuing(), after.templated(), paths);
            UrlTemplates.check("crl_distribution_points", after.crl(), after.templated(), paths);
            UrlTemplates.check("delta_crl_distribution_points", after.deltaCrl(), after.templated(), paths);
            UrlTemplates.check("ocsp_servers", after.ocsp(), after.templated(), paths);
            try {
                return Reply.of(Urls.of(
                        storage.put(UrlSettings.PATH, after, before.version()).value()));
            } catch (ConflictException changedMeanwhile) {
                if (attempt == TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private Route cluster() {
        return Route.at("config/cluster")
                .on(
                        Operation.READ,
                        "Shows where this deployment answers.",
                        (call, none) -> Reply.of(show(fresh(ClusterPaths.PATH, ClusterPaths.class, ClusterPaths.NONE)
                                .value())))
                .on(
                        Operation.WRITE,
                        "Sets where this deployment answers, for templates in URLs.",
                        Cluster.class,
                        (call, fields) -> writeCluster(call))
                .build();
    }

    private static Cluster show(ClusterPaths paths) {
        return new Cluster(paths.path(), paths.aiaPath());
    }

    private Reply writeCluster(Call call) {
        for (int attempt = 1; ; attempt++) {
            Versioned<ClusterPaths> before = fresh(ClusterPaths.PATH, ClusterPaths.class, ClusterPaths.NONE);
            Cluster fields = call.bindOver(show(before.value()));
            ClusterPaths after = new ClusterPaths(
                    fields.path() == null ? "" : fields.path(), fields.aiaPath() == null ? "" : fields.aiaPath());
            check("path", after.path(), UrlTemplates.CLUSTER_PATH);
            check("aia_path", after.aiaPath(), UrlTemplates.CLUSTER_AIA_PATH);
            try {
                return Reply.of(show(
                        storage.put(ClusterPaths.PATH, after, before.version()).value()));
            } catch (ConflictException changedMeanwhile) {
                if (attempt == TRIES) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** What URLs are made of must not go away below them. */
    private void check(String field, String url, String template) {
        if (!url.isEmpty()) {
            UrlTemplates.checkUrl(field, url);
            return;
        }
        List<String> users = new ArrayList<>(UrlTemplates.having(
                fresh(UrlSettings.PATH, UrlSettings.class, UrlSettings.NONE).value(), template));
        for (IssuerState state : authorities.fresh().value().issuers()) {
            users.addAll(UrlTemplates.having(UrlSettings.of(state), template));
        }
        if (!users.isEmpty()) {
            throw new InvalidRequestException(field, "is empty, but URLs are made of it: " + String.join(", ", users));
        }
    }

    private <T extends Record> Versioned<T> fresh(String path, Class<T> type, T none) {
        return storage.getFresh(path, type).orElse(new Versioned<>(path, 0, none));
    }
}
