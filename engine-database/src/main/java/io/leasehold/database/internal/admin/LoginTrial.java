package io.leasehold.database.internal.admin;

import io.leasehold.secret.SecretText;
import io.leasehold.spi.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries logins. Every host of an address is tried on its own until one takes the login, since a driver would tell only of the
 * last one. A refusal counts only if all hosts refuse: one that is behind the others refuses a new password too. Thread-safe.
 */
public final class LoginTrial {

    private final List<String> hosts;
    private final Attempt attempt;
    private final Reading reading;
    private final ServerErrors errors;
    private final TimeSource time;

    /**
     * Trials at some hosts.
     *
     * @param hosts the hosts, in the order in which they are tried
     * @param attempt logs in
     * @param reading tells what a failure says
     * @param errors how failures are told
     * @param time measures the limit
     */
    public LoginTrial(List<String> hosts, Attempt attempt, Reading reading, ServerErrors errors, TimeSource time) {
        this.hosts = List.copyOf(hosts);
        this.attempt = attempt;
        this.reading = reading;
        this.errors = errors;
        this.time = time;
    }

    /** Logs in to one host, on a connection that is closed before it returns. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Logs in.
         *
         * @param host where
         * @param username who
         * @param password the password
         * @param timeLimit how long that may take
         * @return what the login says
         * @throws SQLException when there is none
         */
        LoginAnswer at(String host, String username, SecretText password, Duration timeLimit) throws SQLException;
    }

    /** Tells what a failed login says; each product has its own. */
    @FunctionalInterface
    public interface Reading {

        /**
         * Reads a failure.
         *
         * @param failure the driver's
         * @return what it says
         */
        LoginAnswer of(SQLException failure);
    }

    /**
     * Tries a login.
     *
     * @param username who
     * @param password the password
     * @param timeLimit how long that may take
     * @return whether it is taken
     * @throws io.leasehold.error.TargetUnavailableException when a host does not say, and no other takes it
     */
    public boolean accepts(String username, SecretText password, Duration timeLimit) {
        TimeLimit limit = TimeLimit.startingNow(timeLimit, time);
        @Nullable SQLException unanswered = null;
        for (String host : hosts) {
            LoginAnswer answer;
            SQLException failure =
                    new SQLException("the login at " + host + " proves nothing: it is a standby", "08001");
            try {
                answer = attempt.at(host, username, password, limit.left());
            } catch (SQLException failed) {
                failure = failed;
                answer = reading.of(failed);
            }
            if (answer == LoginAnswer.TAKEN) {
                return true;
            }
            if (answer == LoginAnswer.NONE) {
                unanswered = failure;
            }
        }
        if (unanswered != null) {
            throw errors.masking(password.reveal()).noConnection(unanswered);
        }
        return false;
    }
}
