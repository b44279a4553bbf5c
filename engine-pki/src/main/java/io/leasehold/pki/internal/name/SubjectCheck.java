package io.leasehold.pki.internal.name;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the names of the subject. For one thread. */
final class SubjectCheck {

    /** RFC 5280, appendix A.1. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final String REQUIRED = "the common_name field is required";

    private final NameRules rules;
    private final Judging judging;

    SubjectCheck(NameRules rules, Judging judging) {
        this.rules = rules;
        this.judging = judging;
    }

    /**
     * Judges the common name, which is done whether it joins the alternative names or not.
     *
     * @return the ruling by the rules for domains; null when they were not asked
     */
    @Nullable
    Ruling commonName(String name) {
        if (name.isEmpty()) {
            if (rules.commonNameRequired()) {
                judging.refuse(
                        NameKind.COMMON_NAME,
                        name,
                        REQUIRED,
                        "require_cn is true",
                        "require_cn=false allows a request without it");
            }
            return null;
        }
        if (name.length() > LONGEST_COMMON_NAME && name.codePointCount(0, name.length()) > LONGEST_COMMON_NAME) {
            judging.warn(
                    "common_name is longer than 64 characters (RFC 5280, appendix A.1): some clients refuse such certificates");
        }
        if (Ascii.isUnwritable(name)) {
            refuse(name, "it has control characters", "");
            return null;
        }
        if (!rules.commonNames().checked()) {
            judging.accept(NameKind.COMMON_NAME, name, "cn_validations disabled");
            return null;
        }
        Ruling ruling = DomainCheck.of(rules, name);
        if (ruling instanceof Ruling.Deny denial) {
            refuse(name, denial.rule(), denial.hint());
        } else {
            checkType(name, ((Ruling.Allow) ruling).rule());
        }
        return ruling;
    }

    private void checkType(String name, String rule) {
        boolean email = name.indexOf('@') >= 0;
        if (email ? rules.commonNames().email() : rules.commonNames().hostname()) {
            judging.accept(NameKind.COMMON_NAME, name, rule);
        } else if (email) {
            refuse(name, "cn_validations has no email", "add email to cn_validations");
        } else {
            refuse(name, "cn_validations has no hostname", "add hostname to cn_validations");
        }
    }

    private void refuse(String name, String rule, String hint) {
        judging.refuse(
                NameKind.COMMON_NAME,
                name,
                "common name " + Shown.plain(name) + " not allowed by this role",
                rule,
                hint);
    }

    void serialNumber(String number) {
        if (!number.isEmpty()) {
            judge(
                    NameKind.SERIAL_NUMBER,
                    number,
                    "serial_number " + Shown.plain(number) + " not allowed by this role",
                    "allowed_serial_numbers",
                    match(rules.serialNumbers(), number, false));
        }
    }

    void userId(String id) {
        if (id.isEmpty() || judging.isOver()) {
            return;
        }
        boolean accepted = judge(
                NameKind.USER_ID,
                id,
                "user_id " + Shown.plain(id) + " is not allowed by this role",
                "allowed_user_ids",
                match(rules.userIds(), id, true));
        if (accepted) {
            judging.userIds.add(id, id);
        }
    }

    private static @Nullable PatternRule match(List<PatternRule> patterns, String text, boolean whateverCapitals) {
        for (PatternRule pattern : patterns) {
            if (whateverCapitals ? pattern.matchesWhateverCapitals(text) : pattern.matches(text)) {
                return pattern;
            }
        }
        return null;
    }

    private boolean judge(NameKind kind, String value, String words, String field, @Nullable PatternRule found) {
        if (judging.isOver()) {
            return false;
        }
        if (Ascii.isUnwritable(value)) {
            judging.refuse(kind, value, words, "it has control characters", "");
            return false;
        }
        if (found == null) {
            judging.refuse(kind, value, words, "it fits none of " + field, "add it, or a pattern with *, to " + field);
            return false;
        }
        judging.accept(kind, value, found.label());
        return true;
    }

    /** RFC 5280, section 4.1.2.6: where the subject is empty, there are alternative names. */
    void requireAny(RequestedNames requested) {
        if (!judging.isRefused()
                && !rules.otherSubject()
                && requested.commonName().isEmpty()
                && requested.serialNumber().isEmpty()
                && judging.userIds.values().isEmpty()
                && judging.hasNoAlternatives()) {
            judging.refuse(
                    NameKind.COMMON_NAME,
                    "",
                    REQUIRED,
                    "the certificate would be about nobody, without a subject and without alternative names",
                    "give a common_name or an alternative name");
        }
    }
}
