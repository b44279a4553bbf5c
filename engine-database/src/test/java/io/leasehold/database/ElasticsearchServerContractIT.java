package io.leasehold.database;

import io.leasehold.database.elastic.ElasticUnderTest;
import io.leasehold.database.elastic.RealElasticsearch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The Elasticsearch plugin keeps the contract of database plugins on Elasticsearch itself, in a container. */
@Tag("docker")
class ElasticsearchServerContractIT extends ElasticsearchContract {

    private static RealElasticsearch server;

    @BeforeAll
    static void start() {
        server = RealElasticsearch.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    ElasticUnderTest server() {
        return server;
    }
}
