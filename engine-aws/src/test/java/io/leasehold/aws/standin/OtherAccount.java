package io.leasehold.aws.standin;

import java.util.Set;

/** The second account, which has users and roles and no administrator. Thread-safe. */
public final class OtherAccount {

    /** Its number. */
    public static final String ID = "210987654321";

    private final Account account;
    private final Object monitor;

    OtherAccount(Account account, Object monitor) {
        this.account = account;
        this.monitor = monitor;
    }

    /** Makes a user, as its own administrator would. */
    public void addUser(String name) {
        synchronized (monitor) {
            account.createUser(name, "/", "");
        }
    }

    /** Lets a user or a role of it do something, such as {@code iam:CreateAccessKey}. */
    public void allow(String principalArn, String... actions) {
        synchronized (monitor) {
            account.permissions.allow(principalArn, actions);
        }
    }

    /** Ends all sessions of its roles. */
    public void endSessions() {
        synchronized (monitor) {
            account.sessions.clear();
        }
    }

    /** The ids of a user's access keys. */
    public Set<String> keysOf(String userName) {
        synchronized (monitor) {
            return Set.copyOf(account.users.get(userName).keys.keySet());
        }
    }
}
