package io.leasehold.pki.internal.issue;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.name.AcceptedNames;
import io.leasehold.pki.internal.name.NameCheck;
import io.leasehold.pki.internal.name.NameVerdict;
import io.leasehold.pki.internal.name.RequestedNames;
import io.leasehold.pki.internal.role.KeyRules;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.x509.EncodedExtension;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.SigningRequest;
import io.leasehold.pki.internal.x509.SubjectName;
import io.leasehold.spi.engine.LeaseLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** Decides what a certificate will say. Signs nothing and stores nothing. Thread-safe. */
final class Drafting {

    private final IssuerDirectory issuers;
    private final Crypto crypto;
    private final Supplier<LeaseLimits> limits;
    private final Supplier<Instant> clock;
    private final Profiles profiles;

    Drafting(IssuerDirectory issuers, Crypto crypto, Supplier<LeaseLimits> limits, Supplier<Instant> clock) {
        this.issuers = issuers;
        this.crypto = crypto;
        this.limits = limits;
        this.clock = clock;
        this.profiles = new Profiles(crypto);
    }

    /**
     * Which rules, and who signs.
     *
     * @param label names the rules among all others of the mount
     * @param rules the role's rules
     * @param issuerRef the issuer that the path names; empty for the role's
     */
    record Source(String label, RoleRules rules, String issuerRef) {}

    /** A certificate for a key that is made here. */
    Draft issue(Source source, IssueFields fields) {
        Wish wish = fields.wish();
        RoleRules rules = source.rules();
        KeyRules.Choice choice =
                rules.keys().choose(fields.keyType() == null ? "" : fields.keyType(), fields.keyBits());
        List<String> warnings = new ArrayList<>(choice.warnings());
        KeyKind kind = KeyKind.of(choice.type(), choice.bits());
        LeafProfile profile = profile(source, kind.type());
        return named(profile, wish, wish.names(), new Draft.Key.New(kind), warnings);
    }

    /** A certificate for the key of a request for signing, with the names that the role lets it have. */
    Draft sign(Source source, SignFields fields) {
        Wish wish = fields.wish();
        RoleRules rules = source.rules();
        SigningRequest request = SigningRequest.read(fields.request(), crypto);
        checkKey(rules, request.kind());
        RequestedNames.Signing names = wish.names()
                .signing(
                        RequestContent.names(request),
                        rules.role().useCsrCommonName(),
                        rules.role().useCsrSans());
        List<String> warnings = new ArrayList<>(names.warnings());
        warnings.addAll(RequestContent.ignored(request, rules));
        LeafProfile profile = profile(source, request.kind().type());
        return named(profile, wish, names.names(), new Draft.Key.Given(request.key()), warnings);
    }

    /** A certificate that says what the request for signing says. */
    Draft signVerbatim(Source source, SignFields fields) {
        Wish wish = fields.wish();
        SigningRequest request = SigningRequest.read(fields.request(), crypto);
        checkKey(source.rules(), request.kind());
        VerbatimContent content = VerbatimContent.of(request);
        List<String> warnings = new ArrayList<>(content.warnings());
        if (!wish.names().equals(Wish.NO_NAMES)) {
            warnings.add("names of the request: ignored, because sign-verbatim takes those of the CSR");
        }
        LeafProfile profile = profile(source, request.kind().type());
        X500Name subject = request.subject();
        boolean nameless = subject.getRDNs().length == 0;
        if (nameless && content.names().isEmpty()) {
            throw new InvalidRequestException(
                    "csr", "has neither a subject nor alternative names: a certificate has to be about somebody");
        }
        profile.issuer().limits().check(subject, content.names());
        ExtensionSet own = new ExtensionSet();
        content.extensions().forEach(own::add);
        if (!content.names().isEmpty()) {
            own.add(AlternativeNames.extension(content.names(), nameless));
        }
        List<EncodedExtension> common = profile.extensions().stream()
                .filter(extension -> !own.has(extension.id()))
                .toList();
        List<EncodedExtension> encoded =
                own.all().stream().map(EncodedExtension::of).toList();
        return draft(profile, wish, subject, encoded, common, new Draft.Key.Given(request.key()), warnings);
    }

    private LeafProfile profile(Source source, KeyType keys) {
        String reference = source.issuerRef().isEmpty() ? source.rules().role().issuerRef() : source.issuerRef();
        Issuer issuer = issuers.forIssuing(reference);
        return profiles.of(source.label(), source.rules(), issuer, keys);
    }

    private static void checkKey(RoleRules rules, KeyKind kind) {
        rules.keys().refusal(kind.type().spelling(), kind.bits()).ifPresent(why -> {
            throw new InvalidRequestException("csr", why);
        });
    }

    private Draft named(
            LeafProfile profile, Wish wish, RequestedNames requested, Draft.Key key, List<String> warnings) {
        RoleRules rules = profile.rules();
        NameVerdict verdict = NameCheck.judge(rules.names(), requested);
        AcceptedNames names = verdict.orThrow();
        warnings.addAll(verdict.warnings());
        X500Name subject = subject(rules, names).toName();
        List<GeneralName> alternatives = AlternativeNames.of(names);
        profile.issuer().limits().check(subject, alternatives);
        List<EncodedExtension> own = alternatives.isEmpty()
                ? List.of()
                : List.of(EncodedExtension.of(AlternativeNames.extension(alternatives, subject.getRDNs().length == 0)));
        return draft(profile, wish, subject, own, profile.extensions(), key, warnings);
    }

    private static SubjectName subject(RoleRules rules, AcceptedNames names) {
        return new SubjectName(
                rules.role().country(),
                rules.role().organization(),
                rules.role().ou(),
                rules.role().locality(),
                rules.role().province(),
                rules.role().streetAddress(),
                rules.role().postalCode(),
                names.commonName(),
                names.serialNumber(),
                names.userIds());
    }

    private Draft draft(
            LeafProfile profile,
            Wish wish,
            X500Name subject,
            List<EncodedExtension> own,
            List<EncodedExtension> common,
            Draft.Key key,
            List<String> warnings) {
        RoleRules rules = profile.rules();
        Instant now = clock.get();
        Validity validity = Validity.of(
                rules.validity(), limits.get(), wish, profile.issuer().issuer(), now, warnings);
        return new Draft(profile, subject, own, common, key, validity, wish, Keeping.of(rules), now, warnings);
    }
}
