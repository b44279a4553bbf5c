package io.leasehold.pki.internal.role;

import io.leasehold.pki.internal.name.Shown;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DisplayText;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.UserNotice;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code policy_identifiers} (RFC 5280, section 4.2.1.4). */
final class PolicyRules {

    private static final String FIELD = "policy_identifiers";
    private static final String ADVICE =
            ": write 1.3.6.1.4.1.7.8, or [{\"oid\":\"1.3.6.1.4.1.7.8\",\"notice\":\"text\",\"cps\":\"https://example.com/cps\"}]";

    /** RFC 5280, section 4.2.1.4: explicit texts have 200 characters at most. */
    private static final int LONGEST_NOTICE = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final BiConsumer<String, String> problems;
    private final Map<ASN1ObjectIdentifier, PolicyInformation> policies = new LinkedHashMap<>();

    private PolicyRules(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    /** The extension; empty for none. */
    static Optional<CertificatePolicies> of(List<String> identifiers, BiConsumer<String, String> problems) {
        PolicyRules rules = new PolicyRules(problems);
        identifiers.forEach(rules::read);
        return rules.policies.isEmpty()
                ? Optional.empty()
                : Optional.of(new CertificatePolicies(rules.policies.values().toArray(PolicyInformation[]::new)));
    }

    private void read(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            add(text, "", "");
            return;
        }
        try {
            JsonNode json = JSON.readTree(text);
            for (JsonNode each : json.isArray() ? json : List.of(json)) {
                read(each);
            }
        } catch (JacksonException malformed) {
            problems.accept(FIELD, "is JSON that does not parse" + ADVICE);
        }
    }

    private void read(JsonNode each) {
        if (each.isString()) {
            add(each.stringValue(), "", "");
            return;
        }
        if (!each.isObject()) {
            problems.accept(FIELD, "has an element that is no object" + ADVICE);
            return;
        }
        for (String name : each.propertyNames()) {
            if (!Set.of("oid", "notice", "cps").contains(name)) {
                problems.accept(FIELD, "has an unknown key " + Shown.quoted(name) + ADVICE);
            } else if (!each.path(name).isString()) {
                problems.accept(FIELD, "has a value of " + name + " that is no text" + ADVICE);
            }
        }
        add(
                each.path("oid").asString("").strip(),
                each.path("notice").asString(""),
                each.path("cps").asString("").strip());
    }

    private void add(String oid, String notice, String cps) {
        ASN1ObjectIdentifier id = ASN1ObjectIdentifier.tryFromID(oid);
        if (id == null) {
            problems.accept(FIELD, Shown.quoted(oid) + " is no object identifier" + ADVICE);
            return;
        }
        if (notice.codePointCount(0, notice.length()) > LONGEST_NOTICE || hasControl(notice)) {
            problems.accept(
                    FIELD,
                    "has a notice that is longer than " + LONGEST_NOTICE + " characters, or has control characters");
            return;
        }
        if (!cps.isEmpty() && !isAbsolute(cps)) {
            problems.accept(FIELD, Shown.quoted(cps) + " is no URI with a scheme" + ADVICE);
            return;
        }
        if (policies.containsKey(id)) {
            problems.accept(FIELD, "has " + oid + " twice (RFC 5280, section 4.2.1.4)");
            return;
        }
        policies.put(id, information(id, notice, cps));
    }

    private static PolicyInformation information(ASN1ObjectIdentifier id, String notice, String cps) {
        List<PolicyQualifierInfo> qualifiers = new ArrayList<>();
        if (!cps.isEmpty()) {
            qualifiers.add(new PolicyQualifierInfo(cps));
        }
        if (!notice.isEmpty()) {
            qualifiers.add(new PolicyQualifierInfo(
                    PolicyQualifierId.id_qt_unotice,
                    new UserNotice(null, new DisplayText(DisplayText.CONTENT_TYPE_UTF8STRING, notice))));
        }
        if (qualifiers.isEmpty()) {
            return new PolicyInformation(id);
        }
        ASN1EncodableVector vector = new ASN1EncodableVector();
        qualifiers.forEach(vector::add);
        return new PolicyInformation(id, new DERSequence(vector));
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static boolean isAbsolute(String text) {
        try {
            return new URI(text).isAbsolute() && text.chars().allMatch(c -> c < 0x80);
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
