package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.elastic.ElasticUnderTest;
import io.leasehold.database.elastic.StandInElasticsearch;
import io.leasehold.database.harness.ManagedAccountsContract;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Elasticsearch plugin manages passwords as the contract says, with the stand-in as its server. */
class ElasticsearchManagedIT extends ManagedAccountsContract {

    private static StandInElasticsearch server;

    private final DatabasePluginContract database = new ElasticsearchContract() {
        @Override
        ElasticUnderTest server() {
            return server;
        }
    };

    @BeforeAll
    static void start() {
        server = StandInElasticsearch.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected boolean sessionsOutliveTheirPassword() {
        return false;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.createUser(name, password, "superuser");
    }

    @Test
    void aPasswordThatTheServerRefusesChangesNothing() {
        String name = unique("managed");
        server.createUser(name, "the-old", "viewer");
        dropAfterwards(name);

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(name, "short"));

        assertThat(refused).hasMessageContaining("at least [6] characters").hasMessageNotContaining("short");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(accepts(name, "the-old")).isTrue();
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        String name = unique("managed");
        server.createUser(name, "the-old", "viewer");
        dropAfterwards(name);
        server.http().breakNext("PUT", "/_security/user/" + name + "/_password", true);

        TargetException failure = catchThrowableOfType(TargetException.class, () -> set(name, "the-new"));

        assertThat(failure.effectPossible()).isTrue();
        assertThat(accepts(name, "the-new")).isTrue();
    }

    @Test
    void aNameThatNobodyCanLogInWithIsRefused() {
        assertThatThrownBy(() -> accepts("with:colon", "password"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("colon");
    }
}
