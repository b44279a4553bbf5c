package io.leasehold;

import io.leasehold.alert.Alert;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.Readings;
import io.leasehold.observe.TargetStatus;
import java.util.List;

/**
 * What a broker says of itself when it is asked: the numbers of dashboards and health checks. Nothing here holds a secret.
 * Thread-safe.
 */
public interface Observations {

    /**
     * Counts the leases of all instances in the store, by mount, role and state. One query, whatever their number; memory does
     * not grow with it. Reads every row's index or row, so not for every request.
     *
     * @return the kinds of which there is a lease, in order of mount, role and state
     * @throws io.leasehold.error.StorageException when the store fails
     * @throws io.leasehold.error.ClosedException when the broker is closed
     */
    List<LeaseTally> leases();

    /**
     * How the targets are doing that this process has used. No I/O.
     *
     * @return a snapshot, in the order of their ids
     */
    List<TargetStatus> targets();

    /**
     * How this broker's rotating secrets are doing that are open. No I/O.
     *
     * @return a snapshot, in the order of their paths
     */
    List<RotationStatus> secrets();

    /**
     * Asks the engines for their numbers: connections of databases, users of AWS accounts, lists of revoked certificates. Asks
     * targets, side by side, and waits ten seconds at most; one that does not answer is left out and named. Engines
     * begin in the background when the broker is built, and some ten seconds after another instance has mounted them; those that
     * have not begun are not asked.
     *
     * @return the numbers that could be had
     * @throws io.leasehold.error.ClosedException when the broker is closed
     */
    Readings measurements();

    /**
     * The alerts that stand; none unless the builder was given {@link io.leasehold.alert.AlertRules}. No I/O.
     *
     * @return a snapshot
     */
    List<Alert> alerts();
}
