package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.x509.Pem;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A signed list, as it is served. Its texts are made once, when first asked for. Thread-safe. */
public final class Crl {

    private final byte[] der;
    private volatile @Nullable String base64;
    private volatile @Nullable String pem;

    Crl(byte[] der) {
        this.der = der.clone();
    }

    /** The list in DER, a copy. */
    public byte[] der() {
        return der.clone();
    }

    /** The list in DER, in base64. */
    public String base64() {
        String made = base64;
        if (made == null) {
            made = Base64.getEncoder().encodeToString(der);
            base64 = made;
        }
        return made;
    }

    /** The list in PEM, without a line break at its end. */
    public String pem() {
        String made = pem;
        if (made == null) {
            made = Pem.write("X509 CRL", der);
            pem = made;
        }
        return made;
    }
}
