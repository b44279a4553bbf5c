package io.leasehold.pki.internal.issue;

import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.issue.IssuerProfile.ChainText;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates as answers show them. Pure functions. */
final class Rendering {

    private Rendering() {}

    static IssuedCertificate of(Draft draft, BigInteger serial, String base64, @Nullable NewKey key) {
        Wish wish = draft.wish();
        ChainText chain = draft.profile().issuer().chain(wish.withoutRoots());
        boolean binary = wish.format() == Format.DER;
        Pem.@Nullable Block keyBlock = key == null ? null : PrivateKeyText.block(key, wish.keyEncoding());
        String keyText = keyBlock == null ? null : binary ? base64(keyBlock.content()) : keyBlock.text();
        String certificate = binary ? base64 : Pem.ofBase64("CERTIFICATE", base64);
        if (wish.format() == Format.PEM_BUNDLE) {
            certificate = (keyText == null ? "" : keyText + "\n") + certificate + chain.bundle();
        }
        List<String> texts = binary ? chain.der() : chain.pem();
        Instant end = draft.validity().notAfter();
        return new IssuedCertificate(
                certificate,
                binary ? chain.issuingDer() : chain.issuingPem(),
                texts.isEmpty() ? null : texts,
                Serials.text(serial),
                end.getEpochSecond(),
                renewAt(draft.madeAt(), end),
                keyText,
                key == null ? null : key.kind().type().spelling());
    }

    private static long renewAt(Instant now, Instant end) {
        return now.getEpochSecond() + Duration.between(now, end).toSeconds() * 2 / 3;
    }

    static String base64(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }
}
