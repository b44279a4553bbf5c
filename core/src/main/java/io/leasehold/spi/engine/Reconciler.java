package io.leasehold.spi.engine;

import java.util.Set;

/** Compares the accounts of a mount's targets with its leases, and mends what does not agree. Thread-safe. */
public interface Reconciler {

    /**
     * Compares the accounts of a target with the leases of the store. Changes nothing. What is being issued, revoked or
     * expires meanwhile is not reported: an account only when it was there before and after no lease was found for it, a
     * lease only when it was active before and after its account was not found. Needs memory in proportion to the accounts
     * and leases of the target.
     *
     * @param targetId the target
     * @param related further targets that may be the same server under another name: an account that a lease of theirs
     *     knows is known
     * @param accounts lists the accounts of the target
     * @return what does not agree
     */
    AccountComparison compare(String targetId, Set<String> related, AccountSource accounts);

    /**
     * Removes an account that no lease knows, by the lease protocol: first a lease that is to be revoked is stored for it, so
     * that it stays queued and visible when it cannot be removed now.
     *
     * @param targetId the target
     * @param account the account
     * @param folder what the lease's id begins with, relative to the mount
     * @param revocation how the engine removes the account
     * @return false when a lease has the account by now, which is then left alone
     * @throws io.leasehold.error.NotFoundException when the mount is being disabled; nothing was done
     * @throws io.leasehold.error.LeaseholdException when the account may still be there; its lease stays queued, unless it
     *     could not be stored
     */
    boolean remove(String targetId, String account, String folder, RevocationData revocation);

    /**
     * Ends a lease whose account is not there. Whatever is left of the account is removed.
     *
     * @param leaseId the lease
     * @throws io.leasehold.error.LeaseholdException when the target could not be asked; the lease stays queued
     */
    void end(String leaseId);
}
