package io.leasehold.internal.alert;

/** The conditions of the guide, with what it says to do. */
enum Rule {
    DATABASE_LEASES(
            "DatabaseLeasesHigh",
            "look for an application that takes a credential for each request, and does not give it back: shorten TTLs, revoke"
                    + " what is not used, or raise max_connections"),
    AWS_USERS("AwsUsersHigh", "switch roles to credential_type assumed_role, which makes no users"),
    CREATION_SPIKE("LeaseCreationSpike", "find out who asks: a retry loop, or a leaked right to ask for credentials"),
    RENEWALS("RenewalsFailing", "look at the health of the targets and of the lease store"),
    PKI_ISSUANCE("PkiIssuanceHigh", "verify that what asks for certificates is meant to ask for so many");

    private final String label;
    private final String advice;

    Rule(String label, String advice) {
        this.label = label;
        this.advice = advice;
    }

    String label() {
        return label;
    }

    String advice() {
        return advice;
    }
}
