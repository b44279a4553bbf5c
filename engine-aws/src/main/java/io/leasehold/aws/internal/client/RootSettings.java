package io.leasehold.aws.internal.client;

import io.leasehold.aws.AwsRoot;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How AWS is reached, read from {@code config/root} with its defaults. Immutable; its text form shows no secret.
 *
 * @param key the key; empty for the SDK's default chain
 * @param role the role whose session the root credential is; empty when it is the key, or what the chain gives
 * @param region the region
 * @param iamEndpoint where IAM is, if not where the SDK knows
 * @param stsEndpoints where STS is, if not where the SDK knows; the first that answers is used
 * @param retries retries of a request; empty for the SDK's default
 * @param propagation how a new user's key is waited for
 * @param userLimitPercent how much of the quota of users may be used up before no further one is made; 0 for no such limit
 */
public record RootSettings(
        Optional<Key> key,
        Optional<RootRole> role,
        String region,
        Optional<URI> iamEndpoint,
        List<StsEndpoint> stsEndpoints,
        Optional<Integer> retries,
        Propagation propagation,
        int userLimitPercent) {

    /** Of 5,000 users, which an account has at most unless it asked for more, that is 4,500. */
    private static final int USER_LIMIT_PERCENT = 90;

    private static final int WHOLE = 100;

    /** What regions look like; which ones there are changes too often to be known here. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+){1,4}");

    private static final int MOST_RETRIES = 20;

    /**
     * An access key.
     *
     * @param id its id
     * @param secret its secret
     */
    public record Key(String id, SecretText secret) {}

    /**
     * How a new user's key is waited for.
     *
     * @param checks how many times in a row it has to work, 0 for not waiting
     * @param timeout for how long it is waited for; empty for as long as a creation may take
     */
    public record Propagation(int checks, Optional<Duration> timeout) {

        private static final int CHECKS = 3;
        private static final int MOST_CHECKS = 10;

        static Propagation of(AwsRoot root) {
            Integer checks = root.propagationChecks();
            if (checks != null && (checks < 0 || checks > MOST_CHECKS)) {
                throw new InvalidRequestException(
                        "propagation_checks", checks + " is not 0 to " + MOST_CHECKS + ": 0 is for not waiting");
            }
            Duration timeout = root.propagationTimeout();
            if (timeout != null && timeout.isNegative()) {
                throw new InvalidRequestException("propagation_timeout", "is negative: give a time such as 20s");
            }
            return new Propagation(
                    checks == null ? CHECKS : checks,
                    Optional.ofNullable(timeout).filter(time -> !time.isZero()));
        }
    }

    /**
     * An endpoint of STS.
     *
     * @param uri where it is
     * @param region what its requests are signed for
     */
    public record StsEndpoint(URI uri, String region) {}

    /**
     * Reads the settings.
     *
     * @param root the fields
     * @param environment looks a variable of the environment up
     * @return the settings
     * @throws InvalidRequestException naming the field that is wrong
     */
    public static RootSettings of(AwsRoot root, Environment environment) {
        String region = region(root, environment);
        return new RootSettings(
                key(root),
                RootRole.of(root),
                region,
                endpoint("iam_endpoint", root.iamEndpoint()),
                stsEndpoints(root, region),
                retries(root.maxRetries()),
                Propagation.of(root),
                userLimit(root.userLimitPercent()));
    }

    /**
     * The settings of the key itself, where it is there to assume a role.
     *
     * @return the same without the role
     */
    public RootSettings withoutRole() {
        return new RootSettings(
                key, Optional.empty(), region, iamEndpoint, stsEndpoints, retries, propagation, userLimitPercent);
    }

    /** Looks a variable of the environment up. */
    @FunctionalInterface
    public interface Environment {

        /**
         * The value of a variable.
         *
         * @param name its name
         * @return its value, or null
         */
        @Nullable
        String get(String name);
    }

    private static Optional<Key> key(AwsRoot root) {
        String id = orEmpty(root.accessKey());
        String secret = orEmpty(root.secretKey());
        if (id.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        if (id.isEmpty() || secret.isEmpty()) {
            throw new InvalidRequestException(
                    id.isEmpty() ? "access_key" : "secret_key",
                    "is missing: give both parts of the key, or none for the default credentials chain");
        }
        if (!id.matches("[\\w]{16,128}")) {
            throw new InvalidRequestException(
                    "access_key", "is no id of an access key, which has 16 to 128 letters and digits");
        }
        return Optional.of(new Key(id, SecretText.of(secret)));
    }

    private static String region(AwsRoot root, Environment environment) {
        String region = orEmpty(root.region());
        if (!region.isEmpty()) {
            return checked("region", region);
        }
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            String value = orEmpty(environment.get(variable));
            if (!value.isEmpty()) {
                return checked(variable, value);
            }
        }
        return "us-east-1";
    }

    private static String checked(String field, String region) {
        if (region.length() > 64 || !REGION.matcher(region).matches()) {
            throw new InvalidRequestException(field, "is no region: write it as us-east-1");
        }
        return region;
    }

    private static List<StsEndpoint> stsEndpoints(AwsRoot root, String region) {
        List<String> fallbacks = orEmpty(root.stsFallbackEndpoints());
        List<String> regions = orEmpty(root.stsFallbackRegions());
        String stsRegion = orEmpty(root.stsRegion());
        Optional<URI> first = endpoint("sts_endpoint", root.stsEndpoint());
        if (first.isEmpty()) {
            requireNothing("sts_region", stsRegion.isEmpty());
            requireNothing("sts_fallback_endpoints", fallbacks.isEmpty());
            requireNothing("sts_fallback_regions", regions.isEmpty());
            return List.of();
        }
        if (fallbacks.size() != regions.size()) {
            throw new InvalidRequestException(
                    "sts_fallback_regions",
                    "has " + regions.size() + " regions for " + fallbacks.size()
                            + " sts_fallback_endpoints: give as many");
        }
        List<StsEndpoint> all = new ArrayList<>();
        all.add(new StsEndpoint(first.get(), stsRegion.isEmpty() ? region : checked("sts_region", stsRegion)));
        for (int i = 0; i < fallbacks.size(); i++) {
            String field = "sts_fallback_endpoints";
            URI uri = endpoint(field, fallbacks.get(i))
                    .orElseThrow(() -> new InvalidRequestException(field, "holds an empty one: leave it out"));
            all.add(new StsEndpoint(uri, checked("sts_fallback_regions", regions.get(i))));
        }
        return List.copyOf(all);
    }

    private static void requireNothing(String field, boolean nothing) {
        if (!nothing) {
            throw new InvalidRequestException(
                    field, "has no effect without sts_endpoint: give that too, or leave this out");
        }
    }

    private static Optional<URI> endpoint(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException malformed) {
            // Told below, without the text.
        }
        throw new InvalidRequestException(field, "is no endpoint: write it as https://HOST or https://HOST:PORT");
    }

    private static Optional<Integer> retries(@Nullable Integer retries) {
        if (retries == null || retries == -1) {
            return Optional.empty();
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new InvalidRequestException(
                    "max_retries", retries + " is not 0 to " + MOST_RETRIES + ", or -1 for the SDK's default");
        }
        return Optional.of(retries);
    }

    private static int userLimit(@Nullable Integer percent) {
        if (percent == null) {
            return USER_LIMIT_PERCENT;
        }
        if (percent < 0 || percent > WHOLE) {
            throw new InvalidRequestException(
                    "user_limit_percent", percent + " is not 1 to " + WHOLE + ", or 0 for no limit but AWS's own");
        }
        return percent;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
