package io.leasehold.pki.internal.issue;

import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.record.CertificateRevocation;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Versioned;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Certificates with leases, for roles with {@code generate_lease}. The serial is in the lease before anything is signed, so that
 * whatever happens, who revokes the lease knows what to revoke. Thread-safe.
 *
 * <p>A process that is killed between signing and storing leaves a lease without a certificate: nothing was handed out, and the
 * revocation finds nothing. One that is killed between storing and answering leaves a certificate that nobody has; the lease is
 * not active, so that it is revoked. A creator that stores after the revocation looked finds its lease gone, and revokes itself.
 */
public final class Leases {

    /** For how long after its deadline a creation that was paused may still store its certificate. */
    private static final Duration SETTLE_TIME = Duration.ofMinutes(1);

    private final Issuance issuance;
    private final CertificateRevocation revocation;

    Leases(Issuance issuance, CertificateRevocation revocation) {
        this.issuance = issuance;
        this.revocation = revocation;
    }

    /**
     * Plans a certificate. Role and issuer are its basis: when one of them was written before the lease is stored, by whatever
     * process, the request is decided on anew.
     */
    Reply plan(String role, Optional<Versioned<RoleRules>> rules, Draft draft) {
        Issuer issuer = draft.profile().issuer().issuer();
        List<Versioned<?>> basis = new ArrayList<>(issuer.basis());
        rules.ifPresent(basis::add);
        String serial = Serials.text(issuance.serial());
        Duration life = Issuance.life(draft);
        return Reply.leased(new Plan(
                role,
                issuer.id(),
                serial,
                RevocationData.of(new IssueLease(serial)),
                LeaseTerms.fixed(life, life),
                life,
                basis,
                draft));
    }

    /**
     * Signs and stores what was planned.
     *
     * @param plan the plan
     * @param creation its limits
     * @return the certificate
     */
    public Created create(Plan plan, Creation creation) {
        Draft draft = (Draft) plan.material();
        // Keys may take long; what follows the check does not.
        Issuance.SubjectKey key = issuance.key(draft);
        creation.confirm();
        BigInteger serial = Serials.parse("serial_number", plan.account());
        IssuedCertificate issued = issuance.issue(draft, key, serial);
        if (issued == null) {
            throw Issuance.taken();
        }
        return new Created(issued, draft.validity().notAfter(), draft.warnings());
    }

    /**
     * Revokes the certificate of a lease, unless it has ended by itself: a list of revoked certificates has no use for those.
     *
     * @param data the lease's data
     * @param attempt the attempt
     * @return that it is revoked, ended, or was never made
     */
    public Revoked revoke(RevocationData data, Revocation attempt) {
        boolean ended = !attempt.isEarly() && !attempt.creationUncertain();
        if (ended
                || revocation.revoke(
                        Serials.parse("serial_number", data.as(IssueLease.class).serial()))) {
            return Revoked.verified();
        }
        return attempt.creationUncertain() ? Revoked.seen() : Revoked.verified();
    }

    /**
     * How long a lease is: as long as its certificate, which cannot be renewed.
     *
     * @return the terms
     */
    public LeaseTerms terms() {
        return LeaseTerms.fixed(Duration.ZERO, Duration.ZERO);
    }

    /**
     * How long a paused creation may come late.
     *
     * @return the time
     */
    public Duration settleTime() {
        return SETTLE_TIME;
    }
}
