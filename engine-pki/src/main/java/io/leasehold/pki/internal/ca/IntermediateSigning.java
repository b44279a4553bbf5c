package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.SignedIntermediate;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.NameLimits;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.IssuersWord;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.pki.internal.x509.SigningRequest;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Signs intermediates. No rules of names apply, only what is above it in the chain. Thread-safe. */
final class IntermediateSigning {

    /** What makes an authority is decided here and never by a request. */
    private static final Set<ASN1ObjectIdentifier> OURS = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier);

    private final EngineContext context;
    private final Crypto crypto;
    private final Authorities authorities;
    private final IssuerDirectory issuers;
    private final Issued issued;

    IntermediateSigning(
            EngineContext context, Crypto crypto, Authorities authorities, IssuerDirectory issuers, Issued issued) {
        this.context = context;
        this.crypto = crypto;
        this.authorities = authorities;
        this.issuers = issuers;
        this.issued = issued;
    }

    /**
     * Signs an intermediate.
     *
     * @param reference who signs
     * @param request what is asked for
     * @return the answer
     */
    Reply sign(String reference, SignFields request) {
        Issuer signer = issuers.forIssuing(reference);
        Instant now = context.now();
        checkLife(signer, now);
        SigningRequest csr = SigningRequest.read(request.csr() == null ? "" : request.csr(), crypto);
        List<String> warnings = new ArrayList<>();
        Format format = Format.of(request.format());
        int pathLength = pathLength(request, signer.chain(), warnings);
        Life life = Life.of(
                request.ttl(), request.notAfter(), request.notBeforeDuration(), context.leaseLimits(), now, warnings);
        if (life.notAfter().isAfter(signer.certificate().notAfter())) {
            warnings.add("the intermediate outlives its issuer " + signer.label() + ", whose certificate ends at "
                    + signer.certificate().notAfter());
        }
        SubjectFields fields = request.subjectFields();
        X500Name subject = request.useCsrValues()
                ? csr.subject()
                : fields.subject(csr.subjectValue(BCStyle.CN).orElse("")).toName();
        notTaken(request, csr).ifPresent(warnings::add);
        if (subject.getRDNs().length == 0) {
            throw new InvalidRequestException(
                    "common_name", "is missing: an authority needs a subject (RFC 5280, section 4.1.2.6)");
        }
        ExtensionSet extensions = extensions(request, csr, signer, pathLength, fields, subject, warnings);
        SigningKey key = signingKey(signer, request);
        Certificate made = issued.sign(
                signer.id(),
                key,
                serial -> new CertificateContent(
                        serial,
                        signer.certificate().subject(),
                        life.notBefore(),
                        life.notAfter(),
                        subject,
                        csr.key(),
                        extensions.toExtensions()));
        return answer(made, signer, format, warnings);
    }

    /** What of a subject was given where it does not count. */
    private static Optional<String> notTaken(SignFields request, SigningRequest csr) {
        if (request.useCsrValues()) {
            Set<String> sent = new TreeSet<>(request.subject().keySet());
            return sent.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join(", ", sent)
                            + " of the request: ignored, because use_csr_values takes subject and names of the CSR");
        }
        boolean more = Arrays.stream(csr.subject().getRDNs())
                .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                .anyMatch(each -> !BCStyle.CN.equals(each.getType()));
        return more
                ? Optional.of("csr: all of its subject but the common name is ignored: give it with the request, or set"
                        + " use_csr_values")
                : Optional.empty();
    }

    private static void checkLife(Issuer signer, Instant now) {
        Instant end = signer.certificate().notAfter();
        if (!end.isAfter(now)) {
            throw new InvalidRequestException(
                    "issuer_ref",
                    "cannot satisfy request: now is beyond the expiration of the CA certificate at " + end
                            + ", so that " + signer.label() + " signs nothing any more");
        }
        if (!signer.certificate().isAuthority()) {
            throw new InvalidRequestException("issuer_ref", "issuer " + signer.label() + " is no authority");
        }
    }

    private static int pathLength(SignFields request, List<Certificate> chain, List<String> warnings) {
        int asked = AuthorityExtensions.pathLength(request.maxPathLength());
        OptionalInt above = left(chain);
        if (above.isEmpty()) {
            return asked;
        }
        if (above.getAsInt() <= 0) {
            throw new InvalidRequestException(
                    "issuer_ref",
                    "the signer has a max path length of zero, or one above it leaves it none, so that it signs no"
                            + " intermediates, only leaves");
        }
        int most = above.getAsInt() - 1;
        if (asked > most) {
            warnings.add("max_path_length " + asked + " is more than the signer has left, so that it is " + most);
        }
        return asked < 0 ? most : Math.min(asked, most);
    }

    /** How many authorities may follow below the first of a chain, by its limit and those above it (RFC 5280, section 6.1.4). */
    private static OptionalInt left(List<Certificate> chain) {
        OptionalInt least = OptionalInt.empty();
        int between = 0;
        for (Certificate authority : chain) {
            Optional<Integer> length = authority.pathLength();
            if (length.isPresent()) {
                int left = length.get() - between;
                least = OptionalInt.of(least.isPresent() ? Math.min(least.getAsInt(), left) : left);
            }
            between += authority.isSelfIssued() ? 0 : 1;
        }
        return least;
    }

    private static ExtensionSet extensions(
            SignFields request,
            SigningRequest csr,
            Issuer signer,
            int pathLength,
            SubjectFields fields,
            X500Name subject,
            List<String> warnings) {
        ExtensionSet extensions = AuthorityExtensions.of(
                pathLength,
                AuthorityExtensions.usages(request.keyUsage()),
                AuthorityExtensions.keyId(request.skid()).orElseGet(() -> KeyIds.of(csr.key())),
                signer.certificate().subjectKeyId());
        AuthorityExtensions.permitted(request.permittedDnsDomains())
                .ifPresent(limits -> extensions.add(Extension.nameConstraints, true, limits));
        AuthorityExtensions.purposes(request.extKeyUsage())
                .ifPresent(purposes -> extensions.add(Extension.extendedKeyUsage, false, purposes));
        signer.urls().addTo(extensions);
        if (request.useCsrValues()) {
            taken(csr, warnings).forEach(extensions::add);
        } else {
            SubjectAltNames.of(fields)
                    .ifPresent(names -> extensions.add(Extension.subjectAlternativeName, false, names));
        }
        check(extensions, signer, subject);
        return extensions;
    }

    /** The extensions of a request for signing that it may decide on. */
    private static List<Extension> taken(SigningRequest csr, List<String> warnings) {
        List<Extension> taken = new ArrayList<>();
        for (ASN1ObjectIdentifier id : csr.extensions().getExtensionOIDs()) {
            Extension asked = csr.extensions().getExtension(id);
            if (IssuersWord.is(id)) {
                warnings.add("csr: its extension " + id + " is left out, because it is the issuer's to give");
            } else if (id.equals(Extension.extendedKeyUsage)) {
                purposes(asked, warnings).ifPresent(taken::add);
            } else if (!OURS.contains(id)) {
                boolean critical = asked.isCritical() || id.equals(Extension.nameConstraints);
                taken.add(new Extension(id, critical, asked.getExtnValue()));
            }
        }
        return taken;
    }

    private static Optional<Extension> purposes(Extension asked, List<String> warnings) {
        try {
            ExtendedKeyUsage purposes = ExtendedKeyUsage.getInstance(asked.getParsedValue());
            if (!IssuersWord.isIn(purposes)) {
                return Optional.of(asked);
            }
            warnings.add("csr: OCSPSigning is left out of its extKeyUsage: ext_key_usage can grant it, a CSR cannot");
            ExtensionSet left = new ExtensionSet();
            IssuersWord.without(purposes)
                    .ifPresent(some -> left.add(Extension.extendedKeyUsage, asked.isCritical(), some));
            return left.all().stream().findFirst();
        } catch (IllegalArgumentException | ClassCastException malformed) {
            throw new InvalidRequestException("csr", "its extKeyUsage cannot be read");
        }
    }

    /** Constraints and names may be the request's, and so anybody's. */
    private static void check(ExtensionSet extensions, Issuer signer, X500Name subject) {
        try {
            Extension names = extensions.toExtensions().getExtension(Extension.subjectAlternativeName);
            Extension limits = extensions.toExtensions().getExtension(Extension.nameConstraints);
            NameLimits above = NameLimits.of(signer.chain());
            above.checkAuthority(
                    subject,
                    names == null
                            ? List.<GeneralName>of()
                            : List.of(GeneralNames.getInstance(names.getParsedValue())
                                    .getNames()),
                    limits == null
                            ? Optional.empty()
                            : Optional.of(NameConstraints.getInstance(limits.getParsedValue())));
        } catch (IllegalArgumentException | ClassCastException malformed) {
            throw new InvalidRequestException("csr", "asks for an extension that cannot be read");
        }
    }

    /** Follows the signer's key; only RSA has a choice. */
    private SigningKey signingKey(Issuer signer, SignFields request) {
        SigningKey standard =
                signer.key().orElseThrow(() -> new InvalidRequestException("issuer_ref", "the issuer has no key here"));
        SignatureScheme scheme = SignatureScheme.of(standard.kind(), request.signatureBits(), request.usePss());
        if (scheme.identifier().equals(standard.scheme().identifier())) {
            return standard;
        }
        AuthorityIndex index = authorities.index().value();
        String keyId = index.issuer(signer.id())
                .map(IssuerState::keyId)
                .orElseThrow(() -> new InvalidRequestException("issuer_ref", "the issuer was deleted"));
        return authorities.signer(keyId, scheme);
    }

    private static Reply answer(Certificate made, Issuer signer, Format format, List<String> warnings) {
        List<Certificate> chain = new ArrayList<>();
        chain.add(made);
        chain.addAll(signer.chain());
        return Reply.of(
                new SignedIntermediate(
                        format == Format.PEM_BUNDLE ? Format.bundle(chain) : format.of(made),
                        format.of(signer.certificate()),
                        format.of(chain),
                        Serials.text(made.serial()),
                        made.notAfter().getEpochSecond()),
                warnings);
    }
}
