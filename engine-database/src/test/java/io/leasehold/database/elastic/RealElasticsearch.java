package io.leasehold.database.elastic;

import io.leasehold.testkit.server.ElasticsearchServer;

/** Elasticsearch itself, where Docker is; a test that asks for it elsewhere is skipped. */
public final class RealElasticsearch implements ElasticUnderTest {

    private final ElasticsearchServer server;

    private RealElasticsearch(ElasticsearchServer server) {
        this.server = server;
    }

    public static RealElasticsearch start() {
        return new RealElasticsearch(ElasticsearchServer.start());
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
