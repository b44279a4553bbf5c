package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.ManagedAccountsContract;
import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.contract.DatabasePluginContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The MongoDB plugin manages passwords as the contract says, with the stand-in as its server. */
class MongoManagedIT extends ManagedAccountsContract {

    private static StandInMongo server;

    private final DatabasePluginContract database = new MongoContract() {
        @Override
        MongoUnderTest server() {
            return server;
        }

        @Override
        String userDatabase() {
            return "admin";
        }
    };

    @BeforeAll
    static void start() {
        server = StandInMongo.start();
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
    protected void createAdministrator(String name, String password) {
        server.createUser("admin", name, password, "root");
    }

    /** SCRAM (RFC 4013) takes no characters that are younger than Unicode 3.2. */
    @Override
    protected List<String> unicodePasswords() {
        return List.of("p\u00e4\u00dfw\u00f6rd-\u5bc6\u7801");
    }

    /** There is a statement, and its form is MongoDB's own. */
    @Test
    @Override
    protected void badStatementsAreRefusedByFieldAndNumber() {
        PasswordRotation rotation = (PasswordRotation) plugin();
        rotation.checkRotation("rotation_statements", List.of("{\"db\":\"sales\"}"));

        for (List<String> bad : List.of(List.of("ALTER USER"), List.of("{\"db\":\"a\"}", "{\"db\":\"b\"}"))) {
            assertThatThrownBy(() -> rotation.checkRotation("root_rotation_statements", bad))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains("root_rotation_statements"))
                    .hasMessageContaining("statement " + bad.size());
        }
    }
}
