package io.leasehold.database.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("name", "password", "expiration");

    @ParameterizedTest
    @CsvSource({"nam, name", "passwrod, password", "EXPIRATION, expiration", "pass_word, password"})
    void misspeltWordIsRecognised(String written, String meant) {
        assertThat(Nearest.of(written, KNOWN)).contains(meant);
        assertThat(Nearest.hint(written, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @Test
    void unrelatedWordHasNoNeighbour() {
        assertThat(Nearest.of("tablespace", KNOWN)).isEmpty();
        assertThat(Nearest.hint("tablespace", KNOWN)).isEmpty();
    }
}
