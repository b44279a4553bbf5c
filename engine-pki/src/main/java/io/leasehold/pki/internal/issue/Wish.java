package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.name.RequestedNames;
import io.leasehold.pki.internal.name.Shown;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, whichever way it came.
 *
 * @param names the names, without those of a request for signing
 * @param ttl how long it is to be valid, zero for not said
 * @param notAfter until when, null for not said
 * @param notBefore from when, null for not said
 * @param format how the answer is written
 * @param keyEncoding how the private key is written
 * @param withoutRoots whether roots are left out of the chain
 */
record Wish(
        RequestedNames names,
        Duration ttl,
        @Nullable Instant notAfter,
        @Nullable Instant notBefore,
        Format format,
        PrivateKeyText.Encoding keyEncoding,
        boolean withoutRoots) {

    /** No names. */
    static final RequestedNames NO_NAMES = RequestedNames.of("");

    static Wish of(
            @Nullable String commonName,
            @Nullable List<String> altNames,
            @Nullable List<String> ipSans,
            @Nullable List<String> uriSans,
            @Nullable List<String> otherSans,
            @Nullable String serialNumber,
            @Nullable List<String> userIds,
            @Nullable Duration ttl,
            @Nullable String notAfter,
            @Nullable String notBefore,
            @Nullable String format,
            @Nullable String privateKeyFormat,
            boolean excludeCnFromSans,
            boolean removeRootsFromChain) {
        RequestedNames names = new RequestedNames(
                orEmpty(commonName),
                List.of(),
                List.of(),
                orEmpty(ipSans),
                orEmpty(uriSans),
                orEmpty(otherSans),
                orEmpty(serialNumber),
                orEmpty(userIds),
                excludeCnFromSans,
                false);
        Duration life = ttl == null ? Duration.ZERO : ttl;
        if (life.isNegative()) {
            throw new InvalidRequestException("ttl", "is negative: give how long the certificate is to be valid");
        }
        Instant end = time("not_after", notAfter);
        if (end != null && !life.isZero()) {
            throw new InvalidRequestException(
                    "not_after",
                    "Either ttl or not_after should be provided. Both should not be provided in the same request");
        }
        return new Wish(
                altNames == null || altNames.isEmpty() ? names : names.withAltNames(altNames),
                life,
                end,
                time("not_before", notBefore),
                Format.of(orEmpty(format)),
                PrivateKeyText.Encoding.of(orEmpty(privateKeyFormat)),
                removeRootsFromChain);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> orEmpty(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts;
    }

    /** Between 1970 and the last time that a certificate can hold (RFC 5280, section 4.1.2.5). */
    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.EPOCH) && !time.isAfter(Validity.LAST)) {
                return time;
            }
        } catch (DateTimeException malformed) {
            // Told below.
        }
        throw new InvalidRequestException(
                field,
                Shown.quoted(text) + " is no time of RFC 3339 between 1970 and 9999: write it as 2030-01-31T00:00:00Z");
    }
}
