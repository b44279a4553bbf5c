package io.leasehold.database.internal.connection;

/** How a connection to a MySQL or MariaDB server is encrypted, as Connector/J names it. */
public enum MySqlTls {
    /** Not at all. */
    DISABLED("disable"),
    /** Where the server has it; MariaDB's driver knows no such mode and does without. */
    PREFERRED("disable"),
    /** Always; whoever answers is believed. */
    REQUIRED("trust"),
    /** Always, with a certificate of a trusted authority. */
    VERIFY_CA("verify-ca"),
    /** Always, with a trusted certificate for the host's name. */
    VERIFY_IDENTITY("verify-full");

    private final String mariaDb;

    MySqlTls(String mariaDb) {
        this.mariaDb = mariaDb;
    }

    /**
     * The name in MariaDB's driver.
     *
     * @return the value of its {@code sslMode}
     */
    public String mariaDb() {
        return mariaDb;
    }
}
