package io.leasehold.it.crash;

import io.leasehold.SecretBroker;
import java.util.List;
import java.util.Map;

/**
 * What brokers of the harness rotate: an administrator with a connection of its own, an account, and a pair of accounts. The
 * administrator is the least privileged one that suffices.
 */
final class ManagedAccounts {

    static final String CONNECTION = "managed";
    static final String ADMINISTRATOR = "rotated_admin";

    /** The static role with one account. */
    static final String SINGLE = "single";

    /** The static role with two accounts that take turns. */
    static final String PAIR = "pair";

    /** A role whose users the administrator makes. */
    static final String GUEST = "guest";

    private static final Map<String, List<String>> ACCOUNTS =
            Map.of(SINGLE, List.of("single_account"), PAIR, List.of("first_account", "second_account"));

    private static final String FIRST_PASSWORD = "as the application knows it";

    private ManagedAccounts() {}

    /** The accounts of a static role, the one first that is rotated first. */
    static List<String> of(String role) {
        return ACCOUNTS.getOrDefault(role, List.of());
    }

    /** All accounts of static roles. */
    static List<String> all() {
        return ACCOUNTS.values().stream().flatMap(List::stream).toList();
    }

    /** Makes the accounts, and writes the connection and the role of the guests. */
    static void prepare(Lane lane) {
        String login = " LOGIN PASSWORD '" + FIRST_PASSWORD + "'";
        lane.target().execute("app", "CREATE ROLE " + ADMINISTRATOR + " CREATEROLE" + login);
        // Whoever makes an account may change it.
        for (String account : all()) {
            lane.target().execute("app", "SET ROLE " + ADMINISTRATOR, "CREATE ROLE " + account + login);
        }
        try (CrashBroker broker = lane.broker("setup", event -> {})) {
            broker.broker()
                    .write(
                            Roles.MOUNT + "/config/" + CONNECTION,
                            Map.of(
                                    "plugin_name",
                                    "postgresql-database-plugin",
                                    "connection_url",
                                    lane.targetUrl(),
                                    "username",
                                    ADMINISTRATOR,
                                    "password",
                                    FIRST_PASSWORD,
                                    "allowed_roles",
                                    "*",
                                    "max_open_connections",
                                    2));
            Roles.writePlain(broker.broker(), GUEST, CONNECTION);
        }
    }

    /** Writes a static role; a new one is rotated at once. */
    static void writeRole(SecretBroker broker, String role) {
        List<String> accounts = of(role);
        Map<String, Object> fields = accounts.size() == 1
                ? Map.of("db_name", CONNECTION, "username", accounts.get(0), "rotation_period", "24h")
                : Map.of(
                        "db_name",
                        CONNECTION,
                        "username",
                        accounts.get(0),
                        "alternate_username",
                        accounts.get(1),
                        "rotation_period",
                        "24h");
        broker.write(Roles.MOUNT + "/static-roles/" + role, fields);
    }

    /** Rotates the account of a static role. */
    static void rotate(SecretBroker broker, String role) {
        broker.write(Roles.MOUNT + "/rotate-role/" + role, Map.of());
    }

    /** Rotates the administrator. */
    static void rotateAdministrator(SecretBroker broker) {
        broker.write(Roles.MOUNT + "/rotate-root/" + CONNECTION, Map.of());
    }
}
