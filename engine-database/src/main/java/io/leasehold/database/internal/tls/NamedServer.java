package io.leasehold.database.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Believes a certificate that an authority vouches for and that names a certain server, whatever address it was reached at. The
 * names are those of the extension {@code subjectAltName}, and a {@code *} stands for the whole first label of one (RFC 9525,
 * sections 6.2 and 6.3). Thread-safe.
 */
final class NamedServer extends X509ExtendedTrustManager {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509TrustManager authorities;
    private final String wanted;

    NamedServer(X509TrustManager authorities, String wanted) {
        this.authorities = authorities;
        this.wanted = wanted.toLowerCase(Locale.ROOT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkServerTrusted(chain, type);
        if (!names(chain[0])) {
            throw new CertificateException("the server's certificate does not name " + wanted);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    private boolean names(X509Certificate certificate) throws CertificateException {
        if (certificate.getSubjectAlternativeNames() == null) {
            return false;
        }
        for (List<?> name : certificate.getSubjectAlternativeNames()) {
            String value = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
            boolean fits = name.get(0).equals(DNS_NAME)
                    ? value.equals(wanted) || fitsPattern(value)
                    : name.get(0).equals(IP_ADDRESS) && value.equals(wanted);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private boolean fitsPattern(String pattern) {
        int dot = wanted.indexOf('.');
        return pattern.startsWith("*.") && dot > 0 && wanted.substring(dot).equals(pattern.substring(1));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
