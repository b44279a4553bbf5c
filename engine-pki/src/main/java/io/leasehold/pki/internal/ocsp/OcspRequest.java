package io.leasehold.pki.internal.ocsp;

import java.io.IOException;
import java.util.Enumeration;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks (RFC 6960, section 4.1.1): about one certificate, the first one. Signatures of requests are not looked at.
 *
 * @param certificate which certificate is meant
 * @param nonce the extension to send back as it came; empty when there is none
 */
record OcspRequest(CertID certificate, Optional<Extension> nonce) {

    /** Longer requests are refused: one about one certificate has some hundred octets. */
    static final int LONGEST = 2048;

    /** RFC 8954 allows up to 32 octets, RFC 9654, which replaces it, up to 128. */
    private static final int LONGEST_NONCE = 128;

    /**
     * Reads a request.
     *
     * @param der the request, from anybody
     * @return the request; empty when it cannot be read, or asks for what must be understood and is not
     */
    static Optional<OcspRequest> read(byte[] der) {
        if (der.length == 0 || der.length >= LONGEST) {
            return Optional.empty();
        }
        try {
            OCSPRequest request = OCSPRequest.getInstance(ASN1Primitive.fromByteArray(der));
            ASN1Sequence list = request.getTbsRequest().getRequestList();
            if (list.size() == 0) {
                return Optional.empty();
            }
            Request first = Request.getInstance(list.getObjectAt(0));
            Extensions all = request.getTbsRequest().getRequestExtensions();
            if (hasUnknownCritical(all) || hasUnknownCritical(first.getSingleRequestExtensions())) {
                return Optional.empty();
            }
            CertID certificate = first.getReqCert();
            // Reads what is read later, so that a malformed one is refused here.
            certificate.getSerialNumber().getValue();
            certificate.getIssuerNameHash().getOctets();
            certificate.getIssuerKeyHash().getOctets();
            certificate.getHashAlgorithm().getAlgorithm();
            Extension nonce = all == null ? null : all.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (nonce != null && !isNonce(nonce)) {
                return Optional.empty();
            }
            return Optional.of(new OcspRequest(certificate, Optional.ofNullable(nonce)));
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return Optional.empty();
        }
    }

    private static boolean isNonce(Extension extension) throws IOException {
        byte[] content = extension.getExtnValue().getOctets();
        if (!(ASN1Primitive.fromByteArray(content) instanceof ASN1OctetString nonce)) {
            return false;
        }
        int length = nonce.getOctets().length;
        return length >= 1 && length <= LONGEST_NONCE;
    }

    private static boolean hasUnknownCritical(@Nullable Extensions extensions) {
        if (extensions == null) {
            return false;
        }
        for (Enumeration<?> ids = extensions.oids(); ids.hasMoreElements(); ) {
            ASN1ObjectIdentifier id = (ASN1ObjectIdentifier) ids.nextElement();
            if (!id.equals(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                    && extensions.getExtension(id).isCritical()) {
                return true;
            }
        }
        return false;
    }
}
