package io.leasehold.pki.internal.tls;

import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** Serial numbers as the engine writes them: lower-case octets with colons, without an octet for the sign. */
public final class SerialNumber {

    private static final HexFormat OCTETS = HexFormat.ofDelimiter(":");

    private SerialNumber() {}

    /**
     * The serial number of a certificate.
     *
     * @param certificate the certificate
     * @return such as {@code 17:8a:01}
     */
    public static String of(X509Certificate certificate) {
        byte[] bytes = certificate.getSerialNumber().toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return OCTETS.formatHex(bytes, from, bytes.length);
    }
}
