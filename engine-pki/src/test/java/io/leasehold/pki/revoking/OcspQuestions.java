package io.leasehold.pki.revoking;

import io.leasehold.SecretBroker;
import io.leasehold.pki.PkiDocument;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.x509.Certificate;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Asks about certificates as a client would, with Bouncy Castle's own classes for it. */
final class OcspQuestions {

    private OcspQuestions() {}

    static byte[] about(Certificate issuer, BigInteger serial) {
        return about(issuer, serial, OIWObjectIdentifiers.idSHA1, Optional.empty());
    }

    static byte[] about(Certificate issuer, BigInteger serial, ASN1ObjectIdentifier hash, Optional<byte[]> nonce) {
        try {
            OCSPReqBuilder builder = new OCSPReqBuilder()
                    .addRequest(new CertificateID(
                            new JcaDigestCalculatorProviderBuilder()
                                    .setProvider(Crypto.bouncyCastle())
                                    .build()
                                    .get(new AlgorithmIdentifier(hash)),
                            issuer.holder(),
                            serial));
            if (nonce.isPresent()) {
                builder.setRequestExtensions(new Extensions(new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                        false,
                        new DEROctetString(nonce.get()).getEncoded())));
            }
            return builder.build().getEncoded();
        } catch (IOException | OCSPException | OperatorCreationException e) {
            throw new AssertionError("no question", e);
        }
    }

    static OCSPResp ask(SecretBroker broker, byte[] question) {
        PkiDocument answer = broker.write(
                        RevokingWorld.MOUNT + "/ocsp",
                        Map.of("request", Base64.getEncoder().encodeToString(question)))
                .as(PkiDocument.class);
        try {
            return new OCSPResp(Base64.getDecoder().decode(answer.body()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static BasicOCSPResp content(OCSPResp answer) {
        try {
            return (BasicOCSPResp) answer.getResponseObject();
        } catch (OCSPException e) {
            throw new AssertionError("no content", e);
        }
    }

    static boolean isSignedBy(OCSPResp answer, Certificate signer) {
        try {
            return content(answer)
                    .isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(Crypto.bouncyCastle())
                            .build(signer.holder()));
        } catch (Exception e) {
            throw new AssertionError("cannot verify", e);
        }
    }

    static String status(OCSPResp answer) {
        CertificateStatus status = content(answer).getResponses()[0].getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return "good";
        }
        return status instanceof RevokedStatus ? "revoked" : status instanceof UnknownStatus ? "unknown" : "?";
    }

    static String status(RevokingWorld world, Authority authority, BigInteger serial) {
        return status(ask(world.broker(), about(authority.issuer.certificate(), serial)));
    }
}
