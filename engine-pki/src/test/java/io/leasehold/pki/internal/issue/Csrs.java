package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.Pem;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Requests for signing, as clients make them. */
final class Csrs {

    private final Crypto crypto;
    private final NewKey key;
    private final ExtensionSet extensions = new ExtensionSet();
    private String subject = "";
    private boolean forged;

    Csrs(Crypto crypto, String type, int bits) {
        this.crypto = crypto;
        this.key = crypto.generate(KeyKind.of(type, bits));
    }

    Csrs subject(String value) {
        subject = value;
        return this;
    }

    Csrs extension(Extension extension) {
        extensions.add(extension);
        return this;
    }

    Csrs names(GeneralName... names) {
        extensions.add(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return this;
    }

    Csrs dns(String... names) {
        GeneralName[] all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        return names(all);
    }

    /** With a signature that is not the key's. */
    Csrs forged() {
        forged = true;
        return this;
    }

    NewKey key() {
        return key;
    }

    byte[] der() throws IOException {
        ASN1Set attributes = new DERSet();
        if (!extensions.all().isEmpty()) {
            ASN1EncodableVector vector = new ASN1EncodableVector();
            vector.add(new Attribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions.toExtensions())));
            attributes = new DERSet(vector);
        }
        X500Name name = subject.isEmpty() ? new X500Name(new org.bouncycastle.asn1.x500.RDN[0]) : new X500Name(subject);
        CertificationRequestInfo info = new CertificationRequestInfo(name, key.publicKey(), attributes);
        SignatureScheme scheme = SignatureScheme.of(key.kind(), 0, false);
        NewKey signer = forged ? crypto.generate(key.kind()) : key;
        byte[] signature = crypto.signingKey(key.kind(), signer.pkcs8(), scheme).sign(info.getEncoded("DER"));
        return new CertificationRequest(info, scheme.identifier(), new DERBitString(signature)).getEncoded("DER");
    }

    String pem() {
        try {
            return Pem.write("CERTIFICATE REQUEST", der());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
