package io.leasehold.database.internal.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.sql.Placeholders;
import io.leasehold.database.internal.sql.SqlDialect;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.server.PostgresServer;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server takes the verifier for a password, and hostile names and passwords for nothing but themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScramSha256IT {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final StatementScript CREATION = StatementScript.parse(
            SqlDialect.POSTGRESQL,
            Placeholders.CREATION,
            "creation_statements",
            List.of("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';"));

    private PostgresServer server;

    @BeforeAll
    void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void generatedPasswordLogsInThroughItsVerifier() {
        try (SecretText password = PasswordGenerator.generate(RANDOM)) {
            create("v-generated", ScramSha256.verifier(password, RANDOM));

            assertThat(server.canLogin("v-generated", password.reveal(), "postgres"))
                    .isTrue();
            assertThat(server.canLogin("v-generated", "another", "postgres")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a'; DROP ROLE postgres; --",
                "\"quoted\" \\ 'both'",
                "$$; SELECT 1; $$",
                "{{password}} {{name}}",
                "?{d '2020-01-01'}",
                "E'\\'",
            })
    void hostileNameAndPasswordArriveUnchanged(String hostile) {
        create(hostile, SecretText.of(hostile));

        assertThat(server.roleExists(hostile)).isTrue();
        assertThat(server.canLogin(hostile, hostile, "postgres")).isTrue();
    }

    private void create(String name, SecretText password) {
        CREATION.render(StatementValues.none().name(name).password(password).expiration("2100-01-01 00:00:00+0000"))
                .forEach(statement -> server.execute("postgres", statement.sql()));
    }
}
