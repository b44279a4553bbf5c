package io.leasehold.pki.internal.tidy;

/**
 * What a run did so far.
 *
 * @param certificates expired certificates and serials that were removed
 * @param revocations revocations that were removed
 * @param associations revocations whose issuer was found
 * @param missingIssuer revocations whose issuer is not known
 * @param issuers authorities that were removed
 * @param seenCertificates certificates and serials that were looked at
 * @param seenRevocations revocations that were looked at
 */
record TidyCounts(
        long certificates,
        long revocations,
        long associations,
        long missingIssuer,
        long issuers,
        long seenCertificates,
        long seenRevocations) {

    static final TidyCounts NONE = new TidyCounts(0, 0, 0, 0, 0, 0, 0);

    TidyCounts plus(TidyCounts more) {
        return new TidyCounts(
                certificates + more.certificates,
                revocations + more.revocations,
                associations + more.associations,
                missingIssuer + more.missingIssuer,
                issuers + more.issuers,
                seenCertificates + more.seenCertificates,
                seenRevocations + more.seenRevocations);
    }

    boolean changesLists() {
        return revocations > 0 || associations > 0;
    }
}
