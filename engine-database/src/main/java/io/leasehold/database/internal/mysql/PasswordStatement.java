package io.leasehold.database.internal.mysql;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statement that changes the password of one account and nothing else of it. Pure functions.
 *
 * <p>MySQL's {@code ALTER USER ... IDENTIFIED BY} keeps the account's plugin. MariaDB's makes it {@code mysql_native_password}
 * (measured on 10.11), so that another plugin has to be named. Before MySQL 5.7.6 and MariaDB 10.2 there is only
 * {@code SET PASSWORD}, which takes a hash.
 */
final class PasswordStatement {

    /** The version number in front of the rest; MariaDB shows itself to old clients as {@code 5.5.5-10.11.6-MariaDB}. */
    private static final Pattern VERSION = Pattern.compile("(?:5\\.5\\.5-)?([0-9]{1,4})\\.([0-9]{1,4}).*");

    /** Those of MySQL, and of MariaDB; an account without a word on it has the first. */
    private static final Set<String> NATIVE = Set.of("", "mysql_native_password", "mysql_old_password");

    private static final Set<String> MYSQL = Set.of("caching_sha2_password", "sha256_password");
    private static final Set<String> MARIADB = Set.of("ed25519", "parsec");

    private PasswordStatement() {}

    /**
     * Writes the statement.
     *
     * @param version the server's, in its own words
     * @param plugin how the account shows itself
     * @param account name and host, as SQL
     * @param password the password, as SQL
     * @return the statement, empty for a plugin that knows no password of the server's
     */
    static Optional<String> of(String version, String plugin, String account, String password) {
        boolean mariaDb = version.contains("MariaDB");
        if (!NATIVE.contains(plugin) && !(mariaDb ? MARIADB : MYSQL).contains(plugin)) {
            return Optional.empty();
        }
        if (!altersPasswords(version, mariaDb)) {
            return Optional.of("SET PASSWORD FOR " + account + " = PASSWORD(" + password + ")");
        }
        String identified = mariaDb && !NATIVE.contains(plugin)
                ? " IDENTIFIED VIA " + plugin + " USING PASSWORD(" + password + ")"
                : " IDENTIFIED BY " + password;
        return Optional.of("ALTER USER " + account + identified);
    }

    /** Whether the server has a {@code SET PASSWORD} that takes what {@code PASSWORD()} makes: MariaDB, and MySQL before 5.7.6. */
    static boolean takesHashes(String version) {
        return version.contains("MariaDB") || !altersPasswords(version, false);
    }

    private static boolean altersPasswords(String version, boolean mariaDb) {
        Matcher number = VERSION.matcher(version);
        if (!number.matches()) {
            return true;
        }
        int major = Integer.parseInt(number.group(1));
        int minor = Integer.parseInt(number.group(2));
        return mariaDb ? major > 10 || (major == 10 && minor >= 2) : major > 5 || (major == 5 && minor >= 7);
    }
}
