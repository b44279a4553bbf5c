package io.leasehold.database.internal.mysql;

/** Shows tests of other packages the name of an account's lock. */
public final class LockNames {

    private LockNames() {}

    public static String of(String username) {
        return AccountSession.lock(username);
    }
}
