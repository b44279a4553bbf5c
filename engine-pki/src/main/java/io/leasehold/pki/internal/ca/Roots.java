package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.pki.CertificateAuthority;
import io.leasehold.pki.internal.ca.AuthorityKeys.AuthorityKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.ClusterPaths;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.issuer.UrlSettings;
import io.leasehold.pki.internal.issuer.UrlTemplates;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Versioned;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * Makes roots. The key is stored first, then the certificate, and last the index, which makes both an issuer: whoever dies in between
 * leaves what nothing uses. Thread-safe.
 */
final class Roots {

    private static final String NEXT = "next";

    private final EngineContext context;
    private final Authorities authorities;
    private final AuthorityKeys keys;
    private final Issued issued;

    Roots(EngineContext context, Authorities authorities, AuthorityKeys keys, Issued issued) {
        this.context = context;
        this.authorities = authorities;
        this.keys = keys;
        this.issued = issued;
    }

    /** All of a request that can be checked before there is a key. */
    private record Plan(
            SubjectFields fields,
            X500Name subject,
            Format format,
            PrivateKeyText.Encoding encoding,
            int pathLength,
            Optional<GeneralNames> names,
            Optional<NameConstraints> permitted,
            Life life,
            AccessUrls urls) {}

    /**
     * Makes a root.
     *
     * @param source how it comes to its key
     * @param request what is asked for
     * @param rotation whether an unnamed one is called {@code next}
     * @return the answer
     */
    Reply make(KeyFields.Source source, RootFields request, boolean rotation) {
        List<String> warnings = new ArrayList<>();
        AuthorityIndex index = authorities.fresh().value();
        String asked = request.issuerName() == null ? "" : request.issuerName();
        Names.checkIssuer("issuer_name", asked, index, "");
        Plan plan = plan(request, warnings);
        AuthorityKey key = keys.get(source, request.key(), index);
        try {
            return make(key, plan, request, asked, rotation, warnings);
        } catch (LeaseholdException refused) {
            keys.discard(key, refused);
            throw refused;
        }
    }

    private Plan plan(RootFields request, List<String> warnings) {
        SubjectFields fields = request.subjectFields();
        X500Name subject = fields.subject("").toName();
        if (subject.getRDNs().length == 0) {
            throw new InvalidRequestException(
                    "common_name", "is missing: an authority needs a name (RFC 5280, section 4.1.2.4)");
        }
        int pathLength = AuthorityExtensions.pathLength(request.maxPathLength());
        if (pathLength == 0) {
            warnings.add("max path length of zero: this root signs no intermediates, only leaves");
        }
        return new Plan(
                fields,
                subject,
                Format.of(request.format()),
                request.key().encoding(),
                pathLength,
                SubjectAltNames.of(fields),
                AuthorityExtensions.permitted(request.permittedDnsDomains()),
                Life.of(
                        request.ttl(),
                        request.notAfter(),
                        request.notBeforeDuration(),
                        context.leaseLimits(),
                        context.now(),
                        warnings),
                urls(warnings));
    }

    /** A root has no id yet when its URLs are decided, as the baseline has it. */
    private AccessUrls urls(List<String> warnings) {
        UrlSettings settings = context.storage()
                .getFresh(UrlSettings.PATH, UrlSettings.class)
                .map(Versioned::value)
                .orElse(UrlSettings.NONE);
        ClusterPaths paths = context.storage()
                .getFresh(ClusterPaths.PATH, ClusterPaths.class)
                .map(Versioned::value)
                .orElse(ClusterPaths.NONE);
        List<String> dropped = UrlTemplates.having(settings, UrlTemplates.ISSUER_ID);
        if (!dropped.isEmpty()) {
            warnings.add("URLs with " + UrlTemplates.ISSUER_ID + " are left out of a new root: "
                    + String.join(", ", dropped));
        }
        AccessUrls urls = UrlTemplates.fill(settings, "", paths);
        if (urls.isEmpty()) {
            warnings.add(
                    "the mount has no AIA URLs: write config/urls, so that clients find issuer and revocation lists");
        }
        return urls;
    }

    private Reply make(
            AuthorityKey key, Plan plan, RootFields request, String asked, boolean rotation, List<String> warnings) {
        SignatureScheme scheme = SignatureScheme.of(key.key().kind(), request.signatureBits(), request.usePss());
        byte[] keyId = KeyIds.of(key.key().publicKey());
        ExtensionSet extensions = AuthorityExtensions.of(plan.pathLength(), 0, keyId, keyId);
        plan.permitted().ifPresent(limits -> extensions.add(Extension.nameConstraints, true, limits));
        plan.names().ifPresent(names -> extensions.add(Extension.subjectAlternativeName, false, names));
        plan.urls().addTo(extensions);
        String id = authorities.newId();
        Certificate root = issued.sign(
                id,
                keys.signer(key, scheme),
                serial -> new CertificateContent(
                        serial,
                        plan.subject(),
                        plan.life().notBefore(),
                        plan.life().notAfter(),
                        plan.subject(),
                        key.key().publicKey(),
                        extensions.toExtensions()));
        authorities.storeCertificate(id, root);
        AuthorityIndex after = authorities.change(index -> {
            String name = asked.isEmpty() && rotation && index.issuer(NEXT).isEmpty() ? NEXT : asked;
            Names.checkIssuer("issuer_name", name, index, "");
            return key.addTo(index)
                    .with(IssuerState.fresh(id, root, key.state().id(), name, EnumSet.allOf(Usage.class)));
        });
        String name = after.issuer(id).map(IssuerState::name).orElse(asked);
        return answer(key, plan, root, id, name, warnings);
    }

    private static Reply answer(
            AuthorityKey key, Plan plan, Certificate root, String id, String name, List<String> warnings) {
        String certificate = plan.format().of(root);
        String text = null;
        String type = null;
        if (key.isExported()) {
            Pem.Block block = key.block(plan.encoding());
            text = plan.format().of(block);
            type = key.state().type();
            if (plan.format() == Format.PEM_BUNDLE) {
                certificate = block.text() + "\n" + certificate;
            }
        }
        return Reply.of(
                new CertificateAuthority(
                        certificate,
                        plan.format().of(root),
                        Serials.text(root.serial()),
                        root.notAfter().getEpochSecond(),
                        id,
                        name,
                        key.state().id(),
                        key.state().name(),
                        text,
                        type),
                warnings);
    }
}
