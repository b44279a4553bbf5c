package io.leasehold.database.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclRulesTest {

    @Test
    void noStatementMeansReadingEverything() {
        assertThat(AclRules.parse(List.of()).rules()).containsExactly("~*", "+@read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~*",
                "~app:{1}:*",
                "%R~cache:*",
                "%RW~x",
                "&events.*",
                "allkeys",
                "AllKeys",
                "resetchannels",
                "+get",
                "+config|get",
                "+json.get",
                "+select|0",
                "-@dangerous",
                "+@all",
                "nocommands",
                "(~x +get)",
                "( %W~x  +set )"
            })
    void rulesForCommandsKeysAndChannelsAreTaken(String rule) {
        assertThat(AclRules.parse(List.of("[\"+ping\", \"" + rule + "\"]")).rules())
                .containsExactly("+ping", rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "on; switches",
                "ON; switches",
                "off; switches",
                "reset; switches",
                "nopass; password",
                "resetpass; password",
                ">hidden; password",
                "<hidden; password",
                "#hidden; password",
                "!hidden; password",
                "'(~x >hidden)'; password",
                "(nopass); password",
                "~a b; space",
                "'+get +set'; space",
                "'(~x +get'; not closed",
                "'((~x))'; selector in a selector",
                "(); empty selector",
                "'(~x + get)'; no ACL rule",
                "get; no ACL rule",
                "@read; no ACL rule",
                "~; no ACL rule",
                "+; no ACL rule",
                "%X~a; no ACL rule",
                "''; empty",
                "a\\nb; control character",
                "a\\u0000b; control character"
            })
    void otherRulesAreRefusedWithFieldRuleAndReasonButNoPassword(String rule, String reason) {
        assertThatThrownBy(() -> AclRules.parse(List.of("[\"~*\",\"" + rule + "\"]")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements: rule 2: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "+@read; not JSON",
                "[\"+@read\"; not JSON",
                "\"+@read\"; not an array",
                "{\"rules\":[]}; not an array",
                "[]; empty array",
                "[\"+get\", 1]; rule 2 is not a string"
            })
    void whatIsNoJsonArrayOfStringsIsRefused(String statement, String reason) {
        assertThatThrownBy(() -> AclRules.parse(List.of(statement)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements: ")
                .hasMessageContaining(reason);
    }

    @Test
    void severalStatementsAreRefused() {
        assertThatThrownBy(() -> AclRules.parse(List.of("~*", "+@read")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("there are 2 statements, but one is expected");
    }
}
