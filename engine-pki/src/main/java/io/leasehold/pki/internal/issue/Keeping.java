package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.role.RoleRules;

/** What is kept of a certificate. */
enum Keeping {
    /** All of it. */
    CERTIFICATE,
    /** Its serial, issuer and end. */
    SERIAL,
    /** Nothing. */
    NOTHING;

    static Keeping of(RoleRules rules) {
        if (rules.stores()) {
            return CERTIFICATE;
        }
        return rules.keepsSerial() ? SERIAL : NOTHING;
    }
}
