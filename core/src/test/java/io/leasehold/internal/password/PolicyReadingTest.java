package io.leasehold.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.binding.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReadingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'length':20,'rule':[{'charset':{'charset':'abc','min-chars':1}},{'charset':{'charset':'XY'}}]}",
                "{'length':20,'rule':[{'charset':[{'charset':'abc','min-chars':1},{'charset':'XY'}]}]}",
                "{'length':20,'rule':{'charset':[{'charset':'abc','min-chars':1},{'charset':'XYX'}]}}",
                "{'length':20,'rules':[{'charset':'abc','min_chars':1},{'charset':'XY'}]}",
                "{'length':'20','rules':[{'charset':'cabac','min-chars':'1'},{'charset':'XY','min_chars':0}]}",
            })
    void everySpellingMeansTheSame(String json) {
        PasswordPolicy policy = read(json);
        assertThat(PolicyReading.write(policy))
                .isEqualTo(PolicyReading.write(read(
                        "{'length':20,'rules':[{'charset':'abc','min_chars':1},{'charset':'XY','min_chars':0}]}")));
        assertThat(policy.length()).isEqualTo(20);
        assertThat(policy.rules()).hasSize(2);
        assertThat(policy.rules().get(0).minChars()).isEqualTo(1);
        assertThat(policy.rules().get(1).text()).isEqualTo("XY");
        assertThat(new String(policy.alphabet(), 0, policy.alphabet().length)).isEqualTo("XYabc");
    }

    @Test
    void whatIsWrittenForTheStoreIsReadBack() {
        PasswordPolicy policy =
                read("{'length':9,'rules':[{'charset':'ba\uD83D\uDE00 ','min_chars':2},{'charset':'z'}]}");
        PasswordPolicy again = PolicyReading.read(PolicyReading.write(policy));
        assertThat(again.length()).isEqualTo(9);
        assertThat(again.rules()).extracting(CharsetRule::text).containsExactly(" ab\uD83D\uDE00", "z");
        assertThat(again.rules()).extracting(CharsetRule::minChars).containsExactly(2, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | length: is required and must not be empty",
                "{'length':20} | rule: is required",
                "{'length':20,'rule':[]} | rule: is required",
                "{'length':20,'rules':[]} | rule: is required",
                "{'length':3,'rules':[{'charset':'abc'}]} | length: must be from 4 to 100, was 3",
                "{'length':101,'rules':[{'charset':'abc'}]} | length: must be from 4 to 100, was 101",
                "{'length':-1,'rules':[{'charset':'abc'}]} | length: must be from 4 to 100, was -1",
                "{'length':2.5,'rules':[{'charset':'abc'}]} | length: must be a whole number",
                "{'length':99999999999,'rules':[{'charset':'abc'}]} | length: must be a whole number from",
                "{'lenght':20,'rules':[]} | lenght: unknown field; did you mean length?",
                "{'length':20,'rule':[],'rules':[]} | rules: is another spelling of rule",
                "{'length':20,'rule':[{'charst':{'charset':'a'}}]} | rule: there is no rule of type \"charst\"; did you mean charset?",
                "{'length':20,'rule':[{'words':{}}]} | rule: there is no rule of type \"words\"; the only type is charset",
                "{'length':20,'rule':[{'charset':'abc'}]} | rule: must hold blocks",
                "{'length':20,'rule':'abc'} | rule: must hold blocks",
                "{'length':20,'rules':['abc']} | rules: must be a list of maps",
                "{'length':20,'rules':[null]} | rules: must be a list of maps",
                "{'length':20,'rules':[{'charset':'a'},{'charset':''}]} | rule 2: charset: is required",
                "{'length':20,'rules':[{'min_chars':1}]} | rule 1: charset: is required",
                "{'length':20,'rules':[{'charset':'a','min_char':1}]} | rule 1: min_char: unknown field; did you mean min",
                "{'length':20,'rules':[{'charset':'a','min_chars':1,'min-chars':1}]} | rule 1: min-chars: is another spelling",
                "{'length':20,'rules':[{'charset':'a','min_chars':-1}]} | rule 1: min-chars: must be 0 or more, was -1",
                "{'length':20,'rules':[{'charset':'a','min_chars':'x'}]} | rule 1: min_chars: must be a whole number",
                "{'length':20,'rules':[{'charset':'a\\n'}]} | rule 1: charset: holds U+000A, which is not a printable character",
                "{'length':20,'rules':[{'charset':'a\\u00a0'}]} | rule 1: charset: holds U+00A0",
                "{'length':20,'rules':[{'charset':'a\\u200b'}]} | rule 1: charset: holds U+200B",
                "{'length':20,'rules':[{'charset':'a\\u007f'}]} | rule 1: charset: holds U+007F",
                "{'length':4,'rules':[{'charset':'a','min_chars':3},{'charset':'b','min_chars':2}]} | length: is 4, and the rules ask for 5 characters",
                "{'length':4,'rules':[{'charset':'a','min_chars':2147483647},{'charset':'b','min_chars':2147483647}]} | length: is 4, and the rules ask for 4294967294",
            })
    void whatCannotBeMetIsRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theBitsAreALowerBound() {
        assertThat(read("{'length':10,'rules':[{'charset':'01'}]}").bits()).isCloseTo(10, within(1e-9));
        assertThat(read("{'length':10,'rules':[{'charset':'01','min_chars':4},{'charset':'abcdef'}]}")
                        .bits())
                .as("four of two, six of eight")
                .isCloseTo(4 + 6 * 3, within(1e-9));
        assertThat(read("{'length':10,'rules':[{'charset':'aaaa','min_chars':10}]}")
                        .bits())
                .isZero();
    }

    private static PasswordPolicy read(String json) {
        return PolicyReading.read(Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
