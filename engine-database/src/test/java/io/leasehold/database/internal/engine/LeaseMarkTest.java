package io.leasehold.database.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseMarkTest {

    private static final String LEASE = "database/creds/a b/0123456789abcdefghijABCD";

    @Test
    void isReadAsItIsWritten() {
        LeaseMark mark = new LeaseMark("8a5c-77", LEASE);

        assertThat(mark.text()).isEqualTo("leasehold:8a5c-77:" + LEASE);
        assertThat(LeaseMark.parse(mark.text())).contains(mark);
    }

    /** Whoever may write on accounts can write anything there; no store could be asked for such a lease. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "leasehold",
                "leasehold:",
                "leasehold:s",
                "leasehold:s:",
                "leasehold::l",
                "Leasehold:s:l",
                "made by leasehold:s:l",
                "leasehold:s:l\n",
                "leasehold:s:a\u0000b",
                "leasehold:s:\u00e9",
                "leasehold:\u00e9:l",
                "leasehold:s t:l"
            })
    void whatIsNoMarkIsNone(String text) {
        assertThat(LeaseMark.parse(text)).isEmpty();
    }

    @Test
    void aMarkIsNoLongerThanWhatItNames() {
        assertThat(LeaseMark.parse("leasehold:s:" + "l".repeat(512))).isPresent();
        assertThat(LeaseMark.parse("leasehold:s:" + "l".repeat(513))).isEmpty();
        assertThat(LeaseMark.parse("leasehold:" + "s".repeat(65) + ":l")).isEmpty();
    }
}
