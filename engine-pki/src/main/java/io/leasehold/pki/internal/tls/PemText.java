package io.leasehold.pki.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * What stands in a PEM text: certificates in their order, made by the JDK's own factory, because its TLS works best with its own
 * objects; and keys in PKCS#1, SEC1 or PKCS#8 form.
 *
 * @param certificates the certificates
 * @param keys the private keys; their text form shows nothing of them
 */
record PemText(List<X509Certificate> certificates, List<PrivateKeyInfo> keys) {

    /** A thousand certificates. What is longer is no identity of anybody. */
    private static final int LONGEST = 2_000_000;

    PemText {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "PemText[" + certificates.size() + " certificates, " + keys.size() + " keys]";
    }

    /**
     * Reads a text.
     *
     * @param field the field that it stands in, for messages
     * @param text the text
     * @return what stands in it
     * @throws InvalidRequestException when it is no PEM, or holds an object that cannot be read
     */
    static PemText read(String field, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidRequestException(
                    field, "has " + text.length() + " characters, more than " + LONGEST + " are not read");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKeyInfo> keys = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(certificate(holder.getEncoded()));
                } else if (object instanceof PEMKeyPair pair) {
                    keys.add(pair.getPrivateKeyInfo());
                } else if (object instanceof PrivateKeyInfo info) {
                    keys.add(info);
                } else if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new InvalidRequestException(field, "holds an encrypted private key; give it in the clear");
                }
                // Others do no harm: the parameters of a curve stand before a SEC1 key.
            }
        } catch (IOException | CertificateException | IllegalArgumentException | IllegalStateException e) {
            // The parser's message may quote what it could not read.
            throw new InvalidRequestException(field, "holds a PEM object that cannot be read: the text is damaged");
        }
        if (certificates.isEmpty() && keys.isEmpty()) {
            throw new InvalidRequestException(field, "is no PEM text: ask for format=pem or format=pem_bundle");
        }
        return new PemText(certificates, keys);
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }
}
