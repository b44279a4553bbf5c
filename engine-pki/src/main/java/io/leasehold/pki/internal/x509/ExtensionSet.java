package io.leasehold.pki.internal.x509;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/** Extensions in the order in which they are written, one of each kind (RFC 5280, section 4.2). For one thread. */
public final class ExtensionSet {

    private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();

    /**
     * Adds an extension unless there is one of its kind.
     *
     * @param id its kind
     * @param critical whether who does not know it must refuse the certificate
     * @param value its value
     * @return this set
     */
    public ExtensionSet add(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            return add(new Extension(id, critical, value.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new IllegalArgumentException("an extension cannot be encoded", e);
        }
    }

    /**
     * Adds an extension unless there is one of its kind.
     *
     * @param extension it
     * @return this set
     */
    public ExtensionSet add(Extension extension) {
        extensions.putIfAbsent(extension.getExtnId(), extension);
        return this;
    }

    /**
     * Whether there is an extension of a kind.
     *
     * @param id the kind
     * @return whether there is
     */
    public boolean has(ASN1ObjectIdentifier id) {
        return extensions.containsKey(id);
    }

    /**
     * The extensions, one by one.
     *
     * @return them, in the order in which they were added
     */
    public List<Extension> all() {
        return List.copyOf(extensions.values());
    }

    /**
     * The extensions.
     *
     * @return them, in the order in which they were added; empty when there is none, as in most requests for signing
     */
    public Extensions toExtensions() {
        if (extensions.isEmpty()) {
            // The constructor refuses that, as an empty sequence must not be written; a request just leaves it out.
            return Extensions.getInstance(new DERSequence());
        }
        return new Extensions(extensions.values().toArray(Extension[]::new));
    }
}
