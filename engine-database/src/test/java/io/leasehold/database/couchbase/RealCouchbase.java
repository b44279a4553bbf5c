package io.leasehold.database.couchbase;

import io.leasehold.testkit.server.CouchbaseServer;

/** Couchbase itself, where Docker is; a test that asks for it elsewhere is skipped. */
public final class RealCouchbase implements CouchbaseUnderTest {

    private final CouchbaseServer server;

    private RealCouchbase(CouchbaseServer server) {
        this.server = server;
    }

    public static RealCouchbase start() {
        return new RealCouchbase(CouchbaseServer.start());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String adminUser() {
        return server.adminUser();
    }

    @Override
    public String adminPassword() {
        return server.adminPassword();
    }

    @Override
    public void close() {
        server.close();
    }
}
