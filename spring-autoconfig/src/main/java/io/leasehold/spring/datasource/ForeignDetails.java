package io.leasehold.spring.datasource;

import org.jspecify.annotations.Nullable;

/**
 * What connection details of somebody else, such as a container's, say of the main database: their login is the administrator's.
 *
 * @param url the JDBC URL
 * @param username the login
 * @param password its password
 */
record ForeignDetails(
        String url, @Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
        return "ForeignDetails[username=" + username + "]";
    }
}
