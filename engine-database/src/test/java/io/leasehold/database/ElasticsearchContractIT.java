package io.leasehold.database;

import io.leasehold.database.elastic.ElasticUnderTest;
import io.leasehold.database.elastic.StandInElasticsearch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The Elasticsearch plugin keeps the contract of database plugins, with the stand-in as its server. */
class ElasticsearchContractIT extends ElasticsearchContract {

    private static StandInElasticsearch server;

    @BeforeAll
    static void start() {
        server = StandInElasticsearch.start();
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
