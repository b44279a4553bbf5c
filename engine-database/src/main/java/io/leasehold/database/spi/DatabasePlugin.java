package io.leasehold.database.spi;

import java.util.List;
import java.util.Set;

/**
 * One database product. Found by {@link java.util.ServiceLoader} and chosen by the {@code plugin_name} of a connection.
 * Drivers are optional dependencies of the engine: a plugin must load without its driver. Thread-safe.
 */
public interface DatabasePlugin {

    /**
     * The name that a connection gives as {@code plugin_name}.
     *
     * @return the name, such as {@code postgresql-database-plugin}
     */
    String name();

    /**
     * Other values of {@code plugin_name} that mean this plugin.
     *
     * @return the names, none by default
     */
    default Set<String> otherNames() {
        return Set.of();
    }

    /**
     * How the product names its users.
     *
     * @return the default template and the longest name that the server keeps
     */
    UsernameRules usernames();

    /**
     * Checks the settings of a connection, without any I/O, and says which endpoint they lead to.
     *
     * @param settings the settings
     * @return the endpoint
     * @throws io.leasehold.error.InvalidRequestException naming the field that is wrong, or the driver that is missing
     */
    Endpoint describe(ConnectionSettings settings);

    /**
     * The creation statements of a role that has none.
     *
     * @return the statements; none by default, so that a role has to have its own
     */
    default List<String> defaultCreation() {
        return List.of();
    }

    /**
     * Checks the statements of a role, without any I/O.
     *
     * @param statements the statements
     * @throws io.leasehold.error.InvalidRequestException naming the field and statement that is wrong
     */
    void check(RoleStatements statements);

    /**
     * Checks the statements of a role whose accounts have credentials of a certain type, without any I/O: for plugins that
     * know more than passwords.
     *
     * @param statements the statements
     * @param credentialType one of {@link #credentialTypes()}
     * @throws io.leasehold.error.InvalidRequestException naming the field and statement that is wrong, or the placeholder that
     *     has no value with this type
     */
    default void check(RoleStatements statements, String credentialType) {
        check(statements);
    }

    /**
     * Opens a target. Does no I/O: connections are made when they are needed.
     *
     * @param settings settings that {@link #describe} accepts
     * @param identity names for sessions, threads and pools
     * @return the target, to be closed by the caller
     */
    DatabaseTarget open(ConnectionSettings settings, TargetIdentity identity);

    /**
     * Which credential types the product knows.
     *
     * @return {@code password} unless the plugin says otherwise
     */
    default Set<String> credentialTypes() {
        return Set.of("password");
    }
}
