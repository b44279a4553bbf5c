package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.LeafNotAfter;
import io.leasehold.pki.internal.role.ValidityRules;
import io.leasehold.spi.engine.LeaseLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From when until when a certificate is valid, in whole seconds.
 *
 * @param notBefore from when
 * @param notAfter until when
 */
record Validity(Instant notBefore, Instant notAfter) {

    /** The end of a certificate that has none (RFC 5280, section 4.1.2.5). */
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Decides.
     *
     * @param rules what the role says
     * @param mount what the mount says
     * @param wish what is asked for
     * @param issuer who signs, and when it ends
     * @param now what time it is
     * @param warnings takes what was not done as it was asked for
     * @return when
     * @throws InvalidRequestException when there is no such time
     */
    static Validity of(
            ValidityRules rules, LeaseLimits mount, Wish wish, Issuer issuer, Instant now, List<String> warnings) {
        Instant begin = begin(rules, wish.notBefore(), now);
        Instant end = withinIssuer(end(rules, mount, wish, now, warnings), issuer, now, warnings)
                .truncatedTo(ChronoUnit.SECONDS);
        String field = wish.notAfter() == null ? "ttl" : "not_after";
        if (!end.isAfter(now)) {
            throw new InvalidRequestException(
                    field, "the certificate would have ended at " + end + ", before it is made: ask for a longer life");
        }
        if (!begin.isBefore(end)) {
            throw new InvalidRequestException(
                    "not_before", "is " + begin + ", which is not before the end of the certificate, " + end);
        }
        return new Validity(begin, end);
    }

    private static Instant begin(ValidityRules rules, @Nullable Instant wanted, Instant now) {
        Instant earliest = Instant.EPOCH.plus(rules.backdating()).isAfter(now)
                ? Instant.EPOCH
                : now.minus(rules.backdating()).truncatedTo(ChronoUnit.SECONDS);
        if (wanted == null) {
            return earliest;
        }
        switch (rules.beginning()) {
            case PERMIT -> {}
            case FORBID ->
                throw new InvalidRequestException(
                        "not_before", "the role has not_before_bound=forbid, so that requests cannot set it");
            case DURATION -> {
                if (wanted.isBefore(earliest)) {
                    throw new InvalidRequestException(
                            "not_before",
                            "is " + wanted + ", which is before " + earliest
                                    + ": the role has not_before_bound=duration, and not_before_duration goes no further back");
                }
            }
        }
        return wanted.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant end(ValidityRules rules, LeaseLimits mount, Wish wish, Instant now, List<String> warnings) {
        boolean ofRole = !rules.maxTtl().isZero();
        Duration most = ofRole ? rules.maxTtl() : mount.maxTtl();
        Instant latest = plus(now, most);
        Instant wanted = wish.notAfter();
        Instant end;
        if (wanted != null) {
            bound(rules, mount, wanted, now);
            end = wanted;
        } else if (wish.ttl().isZero() && rules.notAfter().isPresent()) {
            end = rules.notAfter().get();
        } else {
            Duration life = !wish.ttl().isZero() ? wish.ttl() : standard(rules, mount);
            end = plus(now, life);
        }
        if (end.isAfter(latest)) {
            warnings.add(
                    wanted != null || (wish.ttl().isZero() && rules.notAfter().isPresent())
                            ? "not_after " + end + " is beyond " + limit(ofRole, most) + ", so the certificate ends at "
                                    + latest.truncatedTo(ChronoUnit.SECONDS)
                            : "TTL " + seconds(wish.ttl().isZero() ? standard(rules, mount) : wish.ttl())
                                    + " is longer than " + limit(ofRole, most) + ", so that is used");
            end = latest;
        }
        Instant fixed = rules.notAfter().orElse(LAST);
        if (end.isAfter(fixed)) {
            warnings.add("the certificate ends at " + fixed + ", which the role has as not_after");
            end = fixed;
        }
        return end;
    }

    private static Duration standard(ValidityRules rules, LeaseLimits mount) {
        return rules.ttl().isZero() ? mount.defaultTtl() : rules.ttl();
    }

    private static String limit(boolean ofRole, Duration most) {
        return (ofRole ? "the role's max_ttl of " : "the mount's max TTL of ") + seconds(most);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    private static void bound(ValidityRules rules, LeaseLimits mount, Instant wanted, Instant now) {
        switch (rules.end()) {
            case PERMIT -> {}
            case FORBID ->
                throw new InvalidRequestException(
                        "not_after", "the role has not_after_bound=forbid, so that requests cannot set it: use ttl");
            case TTL_LIMITED -> {
                Instant latest = plus(now, standard(rules, mount));
                if (wanted.isAfter(latest)) {
                    throw new InvalidRequestException(
                            "not_after",
                            "is " + wanted + ", which is after " + latest.truncatedTo(ChronoUnit.SECONDS)
                                    + ": the role has not_after_bound=ttl-limited, and its ttl reaches no further");
                }
            }
            case TIMESTAMP -> {
                Instant latest = rules.latest().orElse(LAST);
                if (wanted.isAfter(latest)) {
                    throw new InvalidRequestException(
                            "not_after",
                            "is " + wanted + ", which is after " + latest + ", the role's not_after_bound");
                }
            }
        }
    }

    /** An issuer that has ended signs nothing, whatever it does with certificates that outlive it. */
    private static Instant withinIssuer(Instant end, Issuer issuer, Instant now, List<String> warnings) {
        Instant last = issuer.certificate().notAfter();
        if (!last.isAfter(now)) {
            throw new InvalidRequestException(
                    "issuer_ref",
                    "cannot satisfy request: now is beyond the expiration of the CA certificate at " + last
                            + ", so that " + issuer.label() + " signs nothing any more");
        }
        if (!end.isAfter(last) || issuer.leafNotAfter() == LeafNotAfter.PERMIT) {
            return end;
        }
        if (issuer.leafNotAfter() == LeafNotAfter.ERR) {
            throw new InvalidRequestException(
                    "ttl",
                    "cannot satisfy request, as TTL would result in notAfter of " + end
                            + " that is beyond the expiration of the CA certificate at " + last
                            + ": ask for less, or set leaf_not_after_behavior=truncate on the issuer");
        }
        warnings.add("the certificate ends at " + last + " together with its issuer " + issuer.label());
        return last;
    }

    private static Instant plus(Instant now, Duration life) {
        return LAST.getEpochSecond() - now.getEpochSecond() <= life.toSeconds() ? LAST : now.plus(life);
    }
}
