package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.pki.IntermediateRequest;
import io.leasehold.pki.internal.ca.AuthorityKeys.AuthorityKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import io.leasehold.spi.engine.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** Makes requests of intermediates (RFC 2986) for others to sign. The key is stored before its request leaves. Thread-safe. */
final class IntermediateRequests {

    private final Authorities authorities;
    private final AuthorityKeys keys;

    IntermediateRequests(Authorities authorities, AuthorityKeys keys) {
        this.authorities = authorities;
        this.keys = keys;
    }

    /**
     * Makes a request.
     *
     * @param source how it comes to its key
     * @param request what is asked for
     * @return the answer
     */
    Reply make(KeyFields.Source source, CsrFields request) {
        AuthorityIndex index = authorities.fresh().value();
        String issuerName = request.issuerName() == null ? "" : request.issuerName();
        Names.checkIssuer("issuer_name", issuerName, index, "");
        SubjectFields fields = request.subjectFields();
        Optional<GeneralNames> names = SubjectAltNames.of(fields);
        Format format = Format.of(request.format());
        PrivateKeyText.Encoding encoding = request.key().encoding();
        List<String> warnings = new ArrayList<>();
        X500Name subject = fields.subject("").toName();
        if (subject.getRDNs().length == 0) {
            warnings.add("the subject is empty: whoever signs has to give one, as authorities need a name");
        }
        AuthorityKey key = keys.get(source, request.key(), index);
        try {
            SignatureScheme scheme = SignatureScheme.of(key.key().kind(), request.signatureBits(), request.usePss());
            byte[] csr =
                    sign(subject, key, extensions(request.addBasicConstraints(), key, names), keys.signer(key, scheme));
            authorities.change(now -> {
                Names.checkIssuer("issuer_name", issuerName, now, "");
                return key.addTo(now)
                        .changingKey(
                                key.state().id(), state -> issuerName.isEmpty() ? state : state.forIssuer(issuerName));
            });
            return answer(key, new Pem.Block("CERTIFICATE REQUEST", csr), format, encoding, warnings);
        } catch (LeaseholdException refused) {
            keys.discard(key, refused);
            throw refused;
        }
    }

    private static Extensions extensions(boolean basicConstraints, AuthorityKey key, Optional<GeneralNames> names) {
        ExtensionSet extensions = new ExtensionSet();
        if (basicConstraints) {
            extensions
                    .add(Extension.basicConstraints, true, new BasicConstraints(true))
                    .add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .add(
                            Extension.subjectKeyIdentifier,
                            false,
                            new SubjectKeyIdentifier(KeyIds.of(key.key().publicKey())));
        }
        names.ifPresent(all -> extensions.add(Extension.subjectAlternativeName, false, all));
        return extensions.toExtensions();
    }

    private static byte[] sign(X500Name subject, AuthorityKey key, Extensions extensions, SigningKey signer) {
        boolean none = extensions.getExtensionOIDs().length == 0;
        DERSet attributes = none
                ? new DERSet()
                : new DERSet(new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions)));
        try {
            CertificationRequestInfo info =
                    new CertificationRequestInfo(subject, key.key().publicKey(), attributes);
            byte[] signature = signer.sign(info.getEncoded(ASN1Encoding.DER));
            return new CertificationRequest(info, signer.scheme().identifier(), new DERBitString(signature))
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new InvalidRequestException("common_name", "the request cannot be encoded", e);
        }
    }

    private static Reply answer(
            AuthorityKey key, Pem.Block csr, Format format, PrivateKeyText.Encoding encoding, List<String> warnings) {
        String text = format.of(csr);
        String privateKey = null;
        String type = null;
        if (key.isExported()) {
            Pem.Block block = key.block(encoding);
            privateKey = format.of(block);
            type = key.state().type();
            if (format == Format.PEM_BUNDLE) {
                text = block.text() + "\n" + text;
            }
        }
        return Reply.of(
                new IntermediateRequest(text, key.state().id(), key.state().name(), privateKey, type), warnings);
    }
}
