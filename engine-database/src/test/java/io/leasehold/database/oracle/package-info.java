/**
 * A stand-in for Oracle Database, written for the tests. Oracle's protocol is not public, so this is no server: it is a
 * {@code java.sql.Driver} that takes the place of Oracle's behind the plugin, and knows the statements of the plugin and of
 * common roles, with users, sessions and Oracle's error numbers. It shows what the plugin sends and how it takes answers, and
 * nothing about Oracle's driver or server. Start at {@link io.leasehold.database.oracle.StandInOracle}.
 */
package io.leasehold.database.oracle;
