package io.leasehold.benchmarks;

import java.util.List;

/**
 * A statement as the server saw it.
 *
 * @param session the server process that ran it
 * @param database the database
 * @param sql its text, with {@code $1} … for parameters
 * @param parameters the parameters' texts
 */
record CapturedStatement(String session, String database, String sql, List<String> parameters) {

    boolean commits() {
        return sql.equals("COMMIT");
    }

    boolean begins() {
        return sql.equals("BEGIN");
    }

    /** The limits that begin a transaction of the plugin, which travel together with the two statements behind them. */
    boolean leadsThree() {
        return sql.contains("set_config('statement_timeout'");
    }
}
