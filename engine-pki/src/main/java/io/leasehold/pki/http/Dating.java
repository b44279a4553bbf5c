package io.leasehold.pki.http;

import io.leasehold.pki.http.Served.Dates;
import io.leasehold.pki.internal.x509.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.jspecify.annotations.Nullable;

/** When documents were made and how long they are valid, as they say themselves. What cannot be read has no dates. */
final class Dating {

    /** A list follows a revocation within seconds: a cache that asks once a minute is not far behind. */
    private static final Duration LONGEST_KEPT = Duration.ofMinutes(1);

    private Dating() {}

    static Dates list(byte[] document, boolean pem) {
        try {
            X509CRLHolder list = new X509CRLHolder(pem ? content(document) : document);
            Instant made = list.getThisUpdate().toInstant();
            Instant end = instant(list.getNextUpdate());
            Duration tenth =
                    end == null ? LONGEST_KEPT : Duration.between(made, end).dividedBy(10);
            return new Dates(made, end, tenth.compareTo(LONGEST_KEPT) < 0 ? tenth : LONGEST_KEPT, true);
        } catch (IOException | RuntimeException unreadable) {
            return Dates.NONE;
        }
    }

    static Dates certificate(byte[] document, boolean pem) {
        try {
            byte[] der = pem
                    ? Pem.read("document", new String(document, StandardCharsets.US_ASCII))
                            .get(0)
                            .content()
                    : document;
            return new Dates(new X509CertificateHolder(der).getNotBefore().toInstant(), null, LONGEST_KEPT, false);
        } catch (IOException | RuntimeException unreadable) {
            return Dates.NONE;
        }
    }

    /**
     * Of an answer about a certificate (RFC 5019, section 6.2).
     *
     * @param document the answer
     * @return its dates; null when it must not be kept: it is an error, made for one client, or does not say for how long
     */
    static @Nullable Dates answer(byte[] document) {
        try {
            OCSPResp response = new OCSPResp(document);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)
                    || basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce) != null) {
                return null;
            }
            SingleResp single = basic.getResponses()[0];
            Instant made = single.getThisUpdate().toInstant();
            Instant end = instant(single.getNextUpdate());
            return end == null ? null : new Dates(made, end, Duration.between(made, end), true);
        } catch (IOException | OCSPException | RuntimeException unreadable) {
            return null;
        }
    }

    /** Read by hand: lists may be longer than the texts that anybody may send. */
    private static byte[] content(byte[] pem) {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int start = text.indexOf('\n');
        return Base64.getMimeDecoder().decode(text.substring(start, text.indexOf("-----END", start)));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
