package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdvisoryKeyTest {

    /** Brokers of different versions exclude each other by these numbers. */
    @Test
    void keysNeverChange() {
        assertThat(AdvisoryKey.PRIVILEGES).isEqualTo(PRIVILEGES_KEY);
        assertThat(AdvisoryKey.account("v-billing-reader-abc")).isEqualTo(ACCOUNT_KEY);
    }

    private static final long PRIVILEGES_KEY = 4264220285374280909L;
    private static final long ACCOUNT_KEY = -203722536880080451L;
}
