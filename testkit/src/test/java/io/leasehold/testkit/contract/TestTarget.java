package io.leasehold.testkit.contract;

import io.leasehold.error.TargetUnavailableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A target system in memory: accounts with passwords, and a switch that makes it unreachable. Thread-safe. */
final class TestTarget {

    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** Adds an account unless there is one of that name. */
    boolean add(String account, String password) {
        requireUp();
        return passwords.putIfAbsent(account, password) == null;
    }

    void remove(String account) {
        requireUp();
        passwords.remove(account);
    }

    boolean accepts(String account, String password) {
        return password.equals(passwords.get(account));
    }

    Set<String> accounts() {
        return Set.copyOf(passwords.keySet());
    }

    void setDown(boolean down) {
        this.down = down;
    }

    private void requireUp() {
        if (down) {
            throw new TargetUnavailableException("the test target is down", false, null);
        }
    }
}
