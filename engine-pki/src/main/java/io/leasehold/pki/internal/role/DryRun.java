package io.leasehold.pki.internal.role;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.PkiRoleCheck;
import io.leasehold.pki.PkiRoleCheck.Name;
import io.leasehold.pki.internal.name.CsrNames;
import io.leasehold.pki.internal.name.Judgement;
import io.leasehold.pki.internal.name.NameCheck;
import io.leasehold.pki.internal.name.NameVerdict;
import io.leasehold.pki.internal.name.RequestedNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a role would make of a request, by the same code that issues. Nothing is made or stored. */
final class DryRun {

    private static final String KEY = "key";

    private final RoleRules rules;
    private final CsrNames csrs;
    private final List<String> warnings = new ArrayList<>();

    DryRun(RoleRules rules, CsrNames csrs) {
        this.rules = rules;
        this.csrs = csrs;
    }

    /**
     * The outcome of a dry run.
     *
     * @param answer what becomes of each name
     * @param warnings what else the caller should know
     */
    record Outcome(PkiRoleCheck answer, List<String> warnings) {}

    Outcome of(CheckRequest request) {
        RequestedNames requested = request.names();
        Optional<Name> key;
        if (request.csr().isEmpty()) {
            key = keyToMake(request);
        } else {
            CsrNames.Content csr = csrs.read(request.csr());
            RequestedNames.Signing signing = requested.signing(
                    csr.names(), rules.role().useCsrCommonName(), rules.role().useCsrSans());
            warnings.addAll(signing.warnings());
            requested = signing.names();
            key = Optional.of(keyOfCsr(csr));
        }
        NameVerdict verdict = NameCheck.judgeAll(rules.names(), requested);
        warnings.addAll(verdict.warnings());
        List<Name> names = new ArrayList<>();
        verdict.judgements().forEach(judgement -> names.add(name(judgement)));
        key.ifPresent(names::add);
        boolean allowed = verdict instanceof NameVerdict.Accepted
                && key.map(Name::allowed).orElse(true);
        return new Outcome(new PkiRoleCheck(allowed, names), warnings);
    }

    private static Name name(Judgement judgement) {
        String kind = judgement.kind().spelling();
        if (judgement instanceof Judgement.Refused refused) {
            return new Name(
                    kind, refused.value(), false, false, refused.words() + ": " + refused.rule(), refused.hint());
        }
        boolean leftOut = judgement instanceof Judgement.LeftOut;
        return new Name(kind, judgement.value(), !leftOut, leftOut, judgement.rule(), "");
    }

    private Name keyOfCsr(CsrNames.Content csr) {
        String shown = shown(csr.keyType(), csr.keyBits());
        return rules.keys()
                .refusal(csr.keyType(), csr.keyBits())
                .map(refusal -> new Name(KEY, shown, false, false, refusal, "key_type=any takes keys of every type"))
                .orElseGet(() -> new Name(
                        KEY, shown, true, false, "key_type " + rules.keys().type(), ""));
    }

    private Optional<Name> keyToMake(CheckRequest request) {
        if (request.keyType().isEmpty() && request.keyBits() == 0) {
            if (rules.keys().type().equals("any")) {
                warnings.add("key_type: issue needs one in the request, because the role has key_type any");
            }
            return Optional.empty();
        }
        String asked = shown(request.keyType(), request.keyBits());
        try {
            KeyRules.Choice choice = rules.keys().choose(request.keyType(), request.keyBits());
            warnings.addAll(choice.warnings());
            return Optional.of(new Name(
                    KEY,
                    shown(choice.type(), choice.bits()),
                    true,
                    false,
                    "key_type " + rules.keys().type(),
                    ""));
        } catch (InvalidRequestException refusal) {
            return Optional.of(new Name(KEY, asked, false, false, String.valueOf(refusal.getMessage()), ""));
        }
    }

    private static String shown(String type, int bits) {
        return (type + (bits == 0 ? "" : " " + bits)).strip();
    }
}
