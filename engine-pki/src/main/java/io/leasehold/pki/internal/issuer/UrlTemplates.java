package io.leasehold.pki.internal.issuer;

import io.leasehold.error.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** URLs with {@code {{issuer_id}}}, {@code {{cluster_path}}} and {@code {{cluster_aia_path}}} in them. Pure functions. */
public final class UrlTemplates {

    /** Stands for the UUID of the issuer. */
    public static final String ISSUER_ID = "{{issuer_id}}";

    /** Stands for the path of {@code config/cluster}. */
    public static final String CLUSTER_PATH = "{{cluster_path}}";

    /** Stands for the AIA path of {@code config/cluster}. */
    public static final String CLUSTER_AIA_PATH = "{{cluster_aia_path}}";

    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Set<String> KNOWN = Set.of(ISSUER_ID, CLUSTER_PATH, CLUSTER_AIA_PATH);
    private static final String SAMPLE_ID = "00000000-0000-0000-0000-000000000000";
    private static final int LONGEST = 2048;

    private UrlTemplates() {}

    /**
     * Checks URLs that are written.
     *
     * @param field where they come from, for errors
     * @param urls the URLs
     * @param templated whether they may have templates
     * @param paths what the templates stand for
     * @throws InvalidRequestException when one is no URL, or a template is unknown or has no value
     */
    public static void check(String field, List<String> urls, boolean templated, ClusterPaths paths) {
        for (String url : urls) {
            if (!templated) {
                checkUrl(field, url);
                continue;
            }
            for (String used : used(url)) {
                if (!KNOWN.contains(used)) {
                    throw new InvalidRequestException(
                            field,
                            "has the template " + shown(used) + ", which is not known: " + ISSUER_ID + ", "
                                    + CLUSTER_PATH + " and " + CLUSTER_AIA_PATH + " are");
                }
                if (value(used, SAMPLE_ID, paths).isEmpty()) {
                    throw new InvalidRequestException(
                            field, "uses " + used + ", which has no value: write config/cluster first");
                }
            }
            checkUrl(field, fill(url, SAMPLE_ID, paths).orElse(url));
        }
    }

    /**
     * Checks a URL.
     *
     * @param field where it comes from, for errors
     * @param url the URL
     * @throws InvalidRequestException when it is none with a scheme and a host
     */
    public static void checkUrl(String field, String url) {
        if (url.length() <= LONGEST) {
            try {
                URI parsed = new URI(url);
                boolean ascii = url.chars().allMatch(character -> character > ' ' && character < 0x7f);
                if (ascii && parsed.getScheme() != null && hasHost(parsed)) {
                    return;
                }
            } catch (URISyntaxException e) {
                // Told below.
            }
        }
        throw new InvalidRequestException(
                field,
                shown(url) + " is no URL with a scheme and a host, such as https://pki.example.com/v1/pki/ca"
                        + (url.contains("{{") ? "; templates need enable_templating" : ""));
    }

    /** A host with an underscore is none for {@link URI}, and still an authority. */
    private static boolean hasHost(URI url) {
        String authority = url.getHost() == null ? url.getRawAuthority() : url.getHost();
        return authority != null && !authority.isEmpty() && !authority.startsWith(":");
    }

    /**
     * Fills in templates.
     *
     * @param settings the URLs
     * @param issuerId what stands for the issuer; empty when it has no id yet
     * @param paths what stands for the deployment
     * @return the URLs; those with a template that has no value are left out
     */
    public static AccessUrls fill(UrlSettings settings, String issuerId, ClusterPaths paths) {
        if (!settings.templated()) {
            return new AccessUrls(settings.issuing(), settings.crl(), settings.deltaCrl(), settings.ocsp());
        }
        return new AccessUrls(
                fill(settings.issuing(), issuerId, paths),
                fill(settings.crl(), issuerId, paths),
                fill(settings.deltaCrl(), issuerId, paths),
                fill(settings.ocsp(), issuerId, paths));
    }

    /**
     * The URLs that have a template.
     *
     * @param settings the URLs
     * @param template the template
     * @return those that have it; none when templates are not enabled
     */
    public static List<String> having(UrlSettings settings, String template) {
        return !settings.templated()
                ? List.of()
                : Stream.of(settings.issuing(), settings.crl(), settings.deltaCrl(), settings.ocsp())
                        .flatMap(List::stream)
                        .filter(url -> url.contains(template))
                        .toList();
    }

    private static List<String> fill(List<String> urls, String issuerId, ClusterPaths paths) {
        return urls.stream().flatMap(url -> fill(url, issuerId, paths).stream()).toList();
    }

    private static Optional<String> fill(String url, String issuerId, ClusterPaths paths) {
        if (used(url).stream().anyMatch(used -> value(used, issuerId, paths).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(TEMPLATE.matcher(url)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), issuerId, paths))));
    }

    private static Set<String> used(String url) {
        return TEMPLATE.matcher(url).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String value(String template, String issuerId, ClusterPaths paths) {
        return switch (template) {
            case ISSUER_ID -> issuerId;
            case CLUSTER_PATH -> paths.path();
            case CLUSTER_AIA_PATH -> paths.aiaPath();
            default -> "";
        };
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (printable.length() > 100 ? printable.substring(0, 100) + "..." : printable) + "'";
    }
}
