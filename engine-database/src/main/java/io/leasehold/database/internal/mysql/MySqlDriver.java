package io.leasehold.database.internal.mysql;

import io.leasehold.error.InvalidRequestException;
import java.sql.Driver;

/** The two drivers, both optional dependencies, and where their options differ. */
enum MySqlDriver {
    /** MySQL Connector/J. */
    CONNECTOR_J("jdbc:mysql:", "com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j:9.7.0"),
    /** MariaDB Connector/J, which speaks to both products. */
    MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client:3.5.11");

    private final String scheme;
    private final String className;
    private final String coordinates;

    MySqlDriver(String scheme, String className, String coordinates) {
        this.scheme = scheme;
        this.className = className;
        this.coordinates = coordinates;
    }

    /** MariaDB's if a URL asks for it, else the one that is there, Connector/J before the other. */
    static MySqlDriver choose(boolean mariaDb) {
        if (mariaDb) {
            MARIADB.load();
            return MARIADB;
        }
        if (CONNECTOR_J.present()) {
            return CONNECTOR_J;
        }
        if (MARIADB.present()) {
            return MARIADB;
        }
        throw CONNECTOR_J.missing(" or " + MARIADB.coordinates);
    }

    String scheme() {
        return scheme;
    }

    Driver load() {
        try {
            return Class.forName(className)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException absent) {
            throw missing("");
        }
    }

    private boolean present() {
        try {
            Class.forName(className, false, MySqlDriver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private InvalidRequestException missing(String alternative) {
        return new InvalidRequestException(
                "plugin_name", "the driver is missing: add the dependency " + coordinates + alternative);
    }
}
