package io.leasehold.pki.internal.revocation;

import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a certificate was revoked (RFC 5280, section 5.3.1). A revocation is final here: {@code certificateHold} and
 * {@code removeFromCRL}, which are about holding a certificate for a while, are refused.
 */
public enum RevocationReason {
    /** No reason given; not written into lists, as the RFC asks. */
    UNSPECIFIED(0, "unspecified"),
    /** The certificate's key is in the wrong hands. */
    KEY_COMPROMISE(1, "keyCompromise"),
    /** The authority's key is. */
    CA_COMPROMISE(2, "cACompromise"),
    /** The subject's name or other data changed. */
    AFFILIATION_CHANGED(3, "affiliationChanged"),
    /** There is a newer one. */
    SUPERSEDED(4, "superseded"),
    /** It is not needed any more. */
    CESSATION_OF_OPERATION(5, "cessationOfOperation"),
    /** A right that it states was withdrawn. */
    PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn"),
    /** The key of an authority of attributes is in the wrong hands. */
    AA_COMPROMISE(10, "aACompromise");

    private final int code;
    private final String spelling;

    RevocationReason(int code, String spelling) {
        this.code = code;
        this.spelling = spelling;
    }

    /** The code of the RFC. */
    public int code() {
        return code;
    }

    /** The name of the RFC. */
    public String spelling() {
        return spelling;
    }

    /**
     * Finds a stored reason.
     *
     * @param code its code
     * @return the reason; unspecified when there is no such code
     */
    public static RevocationReason of(int code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code == code)
                .findFirst()
                .orElse(UNSPECIFIED);
    }

    /**
     * Reads the field {@code reason}.
     *
     * @param text a name in any case, with or without {@code _} and {@code -}, or a code; empty for unspecified
     * @return the reason
     * @throws InvalidRequestException when it is none, or one that is not taken
     */
    public static RevocationReason parse(String text) {
        String asked = simple(text.strip());
        if (asked.isEmpty()) {
            return UNSPECIFIED;
        }
        if (asked.equals("6") || asked.equals("certificatehold")) {
            throw refused("certificateHold is not taken: a revocation is final and cannot be lifted");
        }
        if (asked.equals("8") || asked.equals("removefromcrl")) {
            throw refused("removeFromCRL is not taken: a revocation is final, and ends with its certificate");
        }
        return Arrays.stream(values())
                .filter(reason -> asked.equals(Integer.toString(reason.code)) || asked.equals(simple(reason.spelling)))
                .findFirst()
                .orElseThrow(() -> refused("is no reason of RFC 5280, section 5.3.1: give "
                        + Arrays.stream(values())
                                .map(reason -> reason.spelling + " (" + reason.code + ")")
                                .collect(Collectors.joining(", "))));
    }

    private static InvalidRequestException refused(String problem) {
        return new InvalidRequestException("reason", problem);
    }

    private static String simple(String text) {
        return text.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
