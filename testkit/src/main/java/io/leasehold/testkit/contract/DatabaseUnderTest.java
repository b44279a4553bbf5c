package io.leasehold.testkit.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the test of a database plugin supplies to its contract tests: a real server, and a role for it. */
public interface DatabaseUnderTest {

    /**
     * The plugin.
     *
     * @return its {@code plugin_name}
     */
    String pluginName();

    /**
     * Where the server is.
     *
     * @return a {@code connection_url} without credentials
     */
    String connectionUrl();

    /**
     * An administrator that the plugin works with.
     *
     * @return its name
     */
    String adminUser();

    /**
     * The administrator's password.
     *
     * @return the password
     */
    String adminPassword();

    /**
     * Fields of the connection beside URL, user, password and roles.
     *
     * @return values by snake_case name
     */
    default Map<String, Object> connectionFields() {
        return Map.of();
    }

    /**
     * Makes a user that can log in.
     *
     * @return the creation statements of a role
     */
    List<String> creationStatements();

    /**
     * Makes a user with the first statement and fails with a later one.
     *
     * @return the creation statements of a role
     */
    List<String> failingStatements();

    /**
     * Whether the product has creation statements of its own for a role that has none.
     *
     * @return false unless it has
     */
    default boolean hasDefaultStatements() {
        return false;
    }

    /**
     * Logs in with a driver of the test's own.
     *
     * @param user the user
     * @param password the password
     * @return an open session, empty when the login is refused; any other failure is thrown
     */
    Optional<UserSession> login(String user, String password);

    /**
     * Makes an account that belongs to nobody's lease.
     *
     * @param name its name
     * @param password its password
     */
    void createAccount(String name, String password);

    /**
     * Drops an account, whoever made it.
     *
     * @param account its name; to be quoted, since it may hold hyphens and more
     */
    void removeAccount(String account);

    /**
     * All users of the server, those of others included.
     *
     * @return their names
     */
    Set<String> accounts();
}
