package io.leasehold.internal.policy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.policy.PolicySyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Reads policy texts in JSON and in the syntaxes that this process knows. Immutable, thread-safe. */
public final class PolicyTexts {

    /** The longest text, in characters. */
    static final int LONGEST = 256 * 1024;

    private static final String HCL = "HCL";

    private final List<PolicySyntax> syntaxes = new ArrayList<>();

    /**
     * Reads texts in JSON and in further syntaxes.
     *
     * @param further the further syntaxes
     */
    PolicyTexts(Iterable<PolicySyntax> further) {
        syntaxes.add(new JsonPolicy());
        further.forEach(syntaxes::add);
    }

    /**
     * Reads texts in JSON and in the syntaxes found by {@link ServiceLoader}.
     *
     * @return the reader
     */
    public static PolicyTexts installed() {
        return new PolicyTexts(ServiceLoader.load(PolicySyntax.class));
    }

    /**
     * Reads a text. One that is base64 of a readable text throughout is taken for that text, provided that it parses.
     *
     * @param field the field that holds it, for messages
     * @param sent the text as it was sent
     * @return the text and what it says
     * @throws InvalidRequestException naming the field, when it is malformed or in no syntax that is known
     */
    public PolicyText read(String field, String sent) {
        if (sent.length() > LONGEST) {
            throw new InvalidRequestException(field, "must not be longer than " + LONGEST + " characters");
        }
        if (sent.isBlank()) {
            throw new InvalidRequestException(field, "is required and must not be empty: the policy's text");
        }
        Optional<String> decoded = Base64Text.decode(sent.strip());
        InvalidRequestException inBase64 = null;
        if (decoded.isPresent() && !decoded.get().isBlank()) {
            try {
                return parse(field, decoded.get());
            } catch (InvalidRequestException e) {
                inBase64 = e;
            }
        }
        try {
            return parse(field, sent);
        } catch (InvalidRequestException e) {
            // What could be decoded was probably meant to be.
            throw inBase64 == null ? e : inBase64;
        }
    }

    private PolicyText parse(String field, String text) {
        InvalidRequestException malformed = null;
        for (PolicySyntax syntax : syntaxes) {
            try {
                Optional<Map<String, Object>> values = syntax.parse(text);
                if (values.isPresent()) {
                    return new PolicyText(text, values.get());
                }
            } catch (InvalidRequestException e) {
                malformed = malformed == null
                        ? new InvalidRequestException(field, syntax.name() + ", " + e.getMessage(), e)
                        : malformed;
            }
        }
        throw malformed == null ? unknownSyntax(field) : malformed;
    }

    private InvalidRequestException unknownSyntax(String field) {
        String known = syntaxes.stream().map(PolicySyntax::name).collect(Collectors.joining(" or "));
        return new InvalidRequestException(field, "must be a text in " + known + hint());
    }

    private String hint() {
        return syntaxes.stream().anyMatch(syntax -> syntax.name().equals(HCL))
                ? ""
                : "; for HCL add the artifact io.leasehold:leasehold-policy-hcl";
    }
}
