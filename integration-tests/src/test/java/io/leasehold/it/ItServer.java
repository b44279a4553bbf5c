package io.leasehold.it;

import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;

/** The PostgreSQL that the tests of this package share. It speaks TLS and logs every statement. */
final class ItServer {

    private static final PostgresServer SERVER = PostgresServer.start(PostgresOptions.defaults()
            .withTls()
            .maxConnections(200)
            .with("log_statement", "all")
            .with("log_min_duration_statement", "-1"));

    private ItServer() {}

    static PostgresServer get() {
        return SERVER;
    }
}
