package io.leasehold.database.internal.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.internal.mongodb.MongoRole.Grant;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoRoleTest {

    @Test
    void theGuidesRoleIsOneOfItsDatabase() {
        assertThat(parse("{\"db\": \"analytics\", \"roles\": [{\"role\": \"read\"}]}"))
                .isEqualTo(new MongoRole("analytics", List.of(new Grant("read", "analytics"))));
    }

    @Test
    void rolesAreNamesOrHaveADatabase() {
        assertThat(
                        parse(
                                "{\"roles\":[\"readWrite\",{\"role\":\"read\",\"db\":\"foo\"},{\"role\":\"read\",\"db\":\"\"}]}"))
                .isEqualTo(new MongoRole(
                        "admin",
                        List.of(
                                new Grant("readWrite", "admin"),
                                new Grant("read", "foo"),
                                new Grant("read", "admin"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "secret; is not one JSON document",
                "{\"roles\":[\"read\"]} {}; is not one JSON document",
                "{\"db\":\"a\",\"db\":\"b\",\"roles\":[\"read\"]}; is not one JSON document",
                "[\"read\"]; is no JSON object",
                "{\"db\":\"a\"}; \"roles\" is missing",
                "{\"roles\":[]}; \"roles\" is missing, empty",
                "{\"roles\":\"read\"}; \"roles\" is missing, empty or no array",
                "{\"role\":[\"read\"]}; did you mean",
                "{\"roles\":[\"read\"],\"pwd\":\"secret\"}; \"pwd\" is not known here",
                "{\"roles\":[1]}; role 1: is neither a name nor an object",
                "{\"roles\":[\"read\",\"\"]}; role 2: has no name",
                "{\"roles\":[{\"db\":\"a\"}]}; role 1: has no name",
                "{\"roles\":[{\"role\":\"read\",\"database\":\"a\"}]}; role 1: \"database\" is not known",
                "{\"roles\":[{\"role\":\"read\",\"db\":\"a.b\"}]}; role 1: \"db\" is no name of a database",
                "{\"db\":\"$external\",\"roles\":[\"read\"]}; \"db\" is no name of a database",
                "{\"db\":7,\"roles\":[\"read\"]}; \"db\" is no name of a database"
            })
    void whatIsNoRoleIsRefusedWithoutRepeatingValues(String statement, String reason) {
        assertThatThrownBy(() -> parse(statement))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void oneStatementIsExpected() {
        assertThatThrownBy(() -> MongoRole.parse(List.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements")
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> MongoRole.parse(List.of("{\"roles\":[\"read\"]}", "{\"roles\":[\"read\"]}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("statement 2 is one too many");
    }

    @Test
    void aDatabaseAloneIsWhatTheOtherStatementsMaySay() {
        assertThat(UserDatabase.parse("rotation_statements", List.of())).isEmpty();
        assertThat(UserDatabase.parse("rotation_statements", List.of("{\"db\":\"sales\"}")))
                .contains("sales");
        for (String other : List.of("{}", "{\"db\":\"a b\"}", "{\"db\":\"a\",\"pwd\":\"x\"}", "sales")) {
            assertThatThrownBy(() -> UserDatabase.parse("rotation_statements", List.of(other)))
                    .as(other)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("rotation_statements");
        }
    }

    private static MongoRole parse(String statement) {
        return MongoRole.parse(List.of(statement));
    }
}
