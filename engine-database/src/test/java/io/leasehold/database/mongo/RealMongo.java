package io.leasehold.database.mongo;

import io.leasehold.testkit.server.MongoServer;

/** MongoDB itself, where Docker is; a test that asks for it elsewhere is skipped. */
public final class RealMongo implements MongoUnderTest, AutoCloseable {

    private final MongoServer server;

    private RealMongo(MongoServer server) {
        this.server = server;
    }

    public static RealMongo start() {
        return new RealMongo(MongoServer.start());
    }

    @Override
    public String host() {
        return server.host();
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
