package io.leasehold.testkit.broker;

import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A target system in memory whose accounts carry a mark and an expiry, and which fails as it is told. Not thread-safe, but for
 * reading.
 */
final class AccountTarget {

    /** How the next creation, renewal or revocation goes wrong; once. */
    enum Fault {
        NONE,
        /** Not reached; nothing happened, and that is known. */
        UNREACHED,
        /** Not reached; nothing happened, but the caller cannot know. */
        LOST_REQUEST,
        /** It happened, and the caller cannot know. */
        LOST_ANSWER,
        /** Refused before anything happened. */
        REFUSED,
        /** Refused half-way, with the account there. */
        REFUSED_HALFWAY,
        /** The engine breaks its contract after the effect. */
        ENGINE_BUG
    }

    /** Where in a creation or comparison something else happens meanwhile. */
    enum Place {
        BEFORE_CONFIRMATION,
        BEFORE_EFFECT,
        AFTER_EFFECT,
        /** In a comparison, right before and after the accounts are listed. */
        BEFORE_LISTING,
        AFTER_LISTING
    }

    /** An account. */
    record Account(String name, String password, String leaseId, Instant expiresAt) {}

    private final String id;
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Set<String> locked = new TreeSet<>();
    private boolean down;
    private boolean refusing;
    private Fault nextFault = Fault.NONE;
    private Place place = Place.BEFORE_CONFIRMATION;
    private Runnable meanwhile = () -> {};
    private Runnable duringExtension = () -> {};
    private Runnable duringRemoval = () -> {};
    private int calls;
    private final Set<String> foreign = new TreeSet<>();
    private final List<String> looks = new ArrayList<>();
    private List<String> remarks = List.of();
    private final List<Boolean> early = new ArrayList<>();

    AccountTarget(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    Map<String, Account> accounts() {
        return Map.copyOf(accounts);
    }

    Optional<Account> ofLease(String leaseId) {
        return accounts.values().stream()
                .filter(account -> account.leaseId().equals(leaseId))
                .findFirst();
    }

    /** How many calls reached the target or tried to. */
    int calls() {
        return calls;
    }

    void setDown(boolean down) {
        this.down = down;
    }

    /** Refuses to remove or change accounts, as a database does whose users own things. */
    void setRefusing(boolean refusing) {
        this.refusing = refusing;
    }

    void failNext(Fault fault) {
        nextFault = fault;
    }

    /** Has something happen in the middle of the next creation or comparison. */
    void meanwhile(Place where, Runnable what) {
        place = where;
        meanwhile = what;
    }

    /** Has something happen in the middle of the next change of an expiry. */
    void duringExtension(Runnable what) {
        duringExtension = what;
    }

    /** Has something happen in the middle of every removal. */
    void duringRemovals(Runnable what) {
        duringRemoval = what;
    }

    /** Runs what happens at a place, once. */
    void pass(Place here) {
        if (place == here) {
            Runnable what = meanwhile;
            meanwhile = () -> {};
            what.run();
        }
    }

    void lock(String account) {
        locked.add(account);
    }

    void unlock(String account) {
        locked.remove(account);
    }

    /** Ends all troubles. */
    void heal() {
        down = false;
        refusing = false;
        nextFault = Fault.NONE;
        meanwhile = () -> {};
        locked.clear();
    }

    /** Removes an account behind the broker's back. */
    void steal(String account) {
        accounts.remove(account);
    }

    void add(Account account) {
        calls++;
        Fault fault = takeFault();
        before(account.name(), fault);
        if (accounts.containsKey(account.name())) {
            throw new TargetRefusedException("the account " + account.name() + " exists", false, null);
        }
        accounts.put(account.name(), account);
        after(fault);
    }

    void extend(String name, Instant expiresAt) {
        calls++;
        Fault fault = takeFault();
        before(name, fault);
        requireWilling();
        Account account = accounts.get(name);
        if (account == null) {
            throw new TargetRefusedException("there is no account " + name, false, null);
        }
        accounts.put(name, new Account(name, account.password(), account.leaseId(), expiresAt));
        Runnable what = duringExtension;
        duringExtension = () -> {};
        what.run();
        after(fault);
    }

    /** Says of an account, when it is looked at by itself, that it is not the broker's after all. */
    void setForeign(String name) {
        foreign.add(name);
    }

    /** Whether an account is the broker's, at a look of its own. */
    boolean lookAt(String name) {
        looks.add(name);
        return !foreign.contains(name);
    }

    List<String> looks() {
        return looks;
    }

    /** What it says beside when an account was removed. */
    void setRemarks(String... said) {
        remarks = List.of(said);
    }

    List<String> remarks(Revocation revocation) {
        early.add(revocation.isEarly());
        return remarks.stream()
                .map(remark -> remark + " until " + revocation.expiresAt())
                .toList();
    }

    /** Which of the removals came before the end of the lease. */
    List<Boolean> early() {
        return early;
    }

    void remove(String name, String leaseId) {
        calls++;
        Fault fault = takeFault();
        before(name, fault);
        duringRemoval.run();
        Account account = accounts.get(name);
        if (account != null && account.leaseId().equals(leaseId)) {
            requireWilling();
            accounts.remove(name);
        }
        after(fault);
    }

    private Fault takeFault() {
        Fault fault = nextFault;
        nextFault = Fault.NONE;
        return fault;
    }

    private void before(String account, Fault fault) {
        if (down || locked.contains(account) || fault == Fault.UNREACHED) {
            throw new TargetUnavailableException(id + " does not answer", false, null);
        }
        if (fault == Fault.LOST_REQUEST) {
            throw new TargetUnavailableException(id + " went away in mid-call", true, null);
        }
        if (fault == Fault.REFUSED) {
            throw new TargetRefusedException(id + " refused", false, null);
        }
    }

    private static void after(Fault fault) {
        switch (fault) {
            case LOST_ANSWER -> throw new TargetUnavailableException("the answer was lost", true, null);
            case REFUSED_HALFWAY -> throw new TargetRefusedException("the second step was refused", true, null);
            case ENGINE_BUG -> throw new IllegalStateException("a bug in the engine");
            default -> {
                // Done.
            }
        }
    }

    private void requireWilling() {
        if (refusing) {
            throw new TargetRefusedException(id + " refuses: something depends on the account", false, null);
        }
    }
}
