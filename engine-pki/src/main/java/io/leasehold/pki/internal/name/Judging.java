package io.leasehold.pki.internal.name;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request being judged. For one thread. */
final class Judging {

    /** A request may have thousands of names that are left out; a warning names the first ones. */
    private static final int TOLD = 10;

    private final boolean all;
    private final boolean ofCsr;
    private final List<Judgement> judgements = new ArrayList<>(4);
    private List<String> warnings = List.of();
    private List<String> leftOut = List.of();
    private int leftOutCount;
    private String field = "";
    private Judgement.@Nullable Refused first;

    final Distinct<String> dnsNames = new Distinct<>();
    final Distinct<String> emails = new Distinct<>();
    final Distinct<OtherSan> others = new Distinct<>();
    final Distinct<byte[]> ips = new Distinct<>();
    final Distinct<String> uris = new Distinct<>();
    final Distinct<String> userIds = new Distinct<>();

    Judging(boolean all, boolean ofCsr) {
        this.all = all;
        this.ofCsr = ofCsr;
    }

    /** Whether nothing more needs to be looked at. */
    boolean isOver() {
        return first != null && !all;
    }

    void accept(NameKind kind, String value, String rule) {
        judgements.add(new Judgement.Accepted(kind, value, rule));
    }

    void refuse(NameKind kind, String value, String words, String rule, String hint) {
        refuse(kind, value, words, rule, hint, fieldOf(kind));
    }

    /** The field that names of a kind came in. */
    String fieldOf(NameKind kind) {
        return ofCsr && kind.isAlternative() ? "csr" : kind.field();
    }

    boolean isRefused() {
        return first != null;
    }

    void refuse(NameKind kind, String value, String words, String rule, String hint, String ofField) {
        Judgement.Refused refused = new Judgement.Refused(kind, value, words, rule, hint);
        judgements.add(refused);
        if (first == null) {
            first = refused;
            field = ofField;
        }
    }

    void leaveOut(String value, String rule) {
        judgements.add(new Judgement.LeftOut(NameKind.DNS, value, rule));
        leftOutCount++;
        if (leftOut.isEmpty()) {
            leftOut = new ArrayList<>();
        }
        if (leftOut.size() < TOLD) {
            leftOut.add(Shown.plain(value));
        }
    }

    void warn(String warning) {
        if (warnings.isEmpty()) {
            warnings = new ArrayList<>(2);
        }
        if (warnings.size() < TOLD) {
            warnings.add(warning);
        }
    }

    /** Whether a certificate would have no name of these kinds. */
    boolean hasNoAlternatives() {
        return dnsNames.values().isEmpty()
                && emails.values().isEmpty()
                && others.values().isEmpty()
                && ips.values().isEmpty()
                && uris.values().isEmpty();
    }

    NameVerdict verdict(RequestedNames requested) {
        if (leftOutCount > 0) {
            int more = leftOutCount - leftOut.size();
            warn("left out of the subject alternative names, because no name of a host: " + String.join(", ", leftOut)
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        if (first != null) {
            return new NameVerdict.Refused(field, first, judgements, warnings);
        }
        return new NameVerdict.Accepted(
                new AcceptedNames(
                        requested.commonName(),
                        requested.serialNumber(),
                        dnsNames.values(),
                        emails.values(),
                        others.values(),
                        ips.values(),
                        uris.values(),
                        userIds.values()),
                judgements,
                warnings);
    }
}
