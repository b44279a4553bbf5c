package io.leasehold.examples.plain;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param url the database's JDBC URL, without a login
 * @param admin who makes and removes its users
 * @param password the administrator's password
 * @param store the file that leases are kept in; the master key is made beside it
 */
record Settings(String url, String admin, String password, Path store) {

    /** From the environment: {@code DB_URL}, {@code DB_ADMIN}, {@code DB_ADMIN_PASSWORD} and {@code STORE}. */
    static Settings fromEnvironment() {
        return new Settings(
                required("DB_URL"), required("DB_ADMIN"), required("DB_ADMIN_PASSWORD"), Path.of(required("STORE")));
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new IllegalArgumentException("set the environment variable " + variable);
        }
        return value;
    }

    @Override
    public String toString() {
        return "Settings[" + url + "]";
    }
}
