package io.leasehold.database.mssql;

import java.util.Set;

/**
 * A login of the server.
 *
 * @param sid its identity, which outlives its name
 * @param password its password
 * @param policy whether passwords have to be complex
 * @param disabled whether it is
 * @param rights permissions on the server; {@code CONTROL SERVER} stands for all
 */
record StandInLogin(int sid, String password, boolean policy, boolean disabled, Set<String> rights) {

    StandInLogin withPassword(String other) throws SqlError {
        if (policy) {
            requireComplex(other);
        }
        return new StandInLogin(sid, other, policy, disabled, rights);
    }

    StandInLogin withRights(Set<String> others) {
        return new StandInLogin(sid, password, policy, disabled, others);
    }

    StandInLogin withDisabled() {
        return new StandInLogin(sid, password, policy, true, rights);
    }

    boolean may(String right) {
        return rights.contains("CONTROL SERVER") || rights.contains(right);
    }

    /** "Password Policy", SQL Server: eight characters, and three of four kinds. */
    static void requireComplex(String password) throws SqlError {
        long kinds = Set.of("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]").stream()
                .filter(kind -> password.matches("(?s).*" + kind + ".*"))
                .count();
        if (password.length() < 8 || kinds < 3) {
            throw new SqlError(
                    15118, "Password validation failed. The password does not meet Windows policy requirements.");
        }
    }
}
