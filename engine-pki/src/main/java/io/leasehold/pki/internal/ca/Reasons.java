package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why an authority is revoked (RFC 5280, section 5.3.1). Holding one for a while is not among it. Pure function. */
final class Reasons {

    private static final Map<String, Integer> CODES = new LinkedHashMap<>();

    static {
        CODES.put("unspecified", 0);
        CODES.put("keyCompromise", 1);
        CODES.put("cACompromise", 2);
        CODES.put("affiliationChanged", 3);
        CODES.put("superseded", 4);
        CODES.put("cessationOfOperation", 5);
        CODES.put("privilegeWithdrawn", 9);
        CODES.put("aACompromise", 10);
    }

    private Reasons() {}

    static int code(String text) {
        String asked = plain(text);
        if (asked.isEmpty()) {
            return 0;
        }
        return CODES.entrySet().stream()
                .filter(known -> plain(known.getKey()).equals(asked)
                        || Integer.toString(known.getValue()).equals(asked))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new InvalidRequestException(
                        "reason", "is none that ends an authority for good: give one of " + CODES.keySet()));
    }

    private static String plain(String text) {
        return text.strip().replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
