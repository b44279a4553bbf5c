package io.leasehold.aws.standin;

/** What people hang on a user beside keys and policies. */
public enum Extra {
    LOGIN_PROFILE("login profile"),
    MFA_DEVICE("MFA device"),
    SIGNING_CERTIFICATE("signing certificates"),
    SSH_PUBLIC_KEY("SSH public keys"),
    SERVICE_SPECIFIC_CREDENTIAL("service specific credentials");

    private final String what;

    Extra(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }
}
