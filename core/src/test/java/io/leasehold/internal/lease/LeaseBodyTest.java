package io.leasehold.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseBodyTest {

    private static final long ISSUED = 1_000;
    private static final long EXPIRES = 61_000;
    private static final long HARD_END = 121_000;

    @Test
    void aRowThatNobodyChangedAgrees() {
        assertThat(body(EXPIRES, HARD_END).disagreement(row("t", ISSUED, EXPIRES)))
                .isNull();
        assertThat(body(EXPIRES, null).disagreement(row("t", ISSUED, EXPIRES))).isNull();
        assertThat(body(HARD_END, HARD_END).disagreement(row("t", ISSUED, HARD_END)))
                .isNull();
    }

    @Test
    void eachChangedColumnIsNamed() {
        LeaseBody body = body(EXPIRES, HARD_END);
        assertThat(body.disagreement(row("other", ISSUED, EXPIRES))).contains("target");
        assertThat(body.disagreement(row("t", ISSUED + 1, EXPIRES))).contains("time of issue");
        assertThat(body.disagreement(row("t", ISSUED, EXPIRES + 1))).contains("expiry");
        assertThat(body.disagreement(row("t", ISSUED, EXPIRES - 1))).contains("expiry");
    }

    @Test
    void anExpiryPastTheHardEndIsNamedEvenWhenItWasSealedSo() {
        assertThat(body(HARD_END + 1, HARD_END).disagreement(row("t", ISSUED, HARD_END + 1)))
                .contains("past its hard end");
    }

    @Test
    void theSealedEndIsTheHardEndAndWithoutOneTheExpiry() {
        assertThat(body(EXPIRES, HARD_END).sealedEnd()).isEqualTo(Instant.ofEpochMilli(HARD_END));
        assertThat(body(EXPIRES, null).sealedEnd()).isEqualTo(Instant.ofEpochMilli(EXPIRES));
        assertThat(body(HARD_END + 5, HARD_END).sealedEnd()).isEqualTo(Instant.ofEpochMilli(HARD_END + 5));
    }

    @Test
    void anExpiryThatTheTargetFixedMovesTheHardEndWithIt() {
        LeaseBody later = body(EXPIRES, HARD_END).expiringAt(Instant.ofEpochMilli(HARD_END + 9));
        assertThat(later.disagreement(row("t", ISSUED, HARD_END + 9))).isNull();
        assertThat(body(EXPIRES, HARD_END)
                        .expiringAt(Instant.ofEpochMilli(EXPIRES - 9))
                        .hardEnd())
                .isEqualTo(HARD_END);
        assertThat(body(EXPIRES, null)
                        .expiringAt(Instant.ofEpochMilli(EXPIRES + 9))
                        .hardEnd())
                .isNull();
    }

    @Test
    void anErrorIsKeptShortAndDoesNotTouchTheRest() {
        LeaseBody failed = body(EXPIRES, HARD_END).failed("x".repeat(5_000), List.of("a table"));
        assertThat(failed.error()).hasSize(1_000);
        assertThat(failed.blockers()).containsExactly("a table");
        assertThat(failed.revocation()).isEqualTo(body(EXPIRES, HARD_END).revocation());
        assertThat(failed.disagreement(row("t", ISSUED, EXPIRES))).isNull();
    }

    private static LeaseBody body(long expiresAt, @Nullable Long hardEnd) {
        return new LeaseBody(
                "p", "r", "t", "account", ISSUED, expiresAt, hardEnd, null, true, Map.of("a", "b"), null, null);
    }

    private static LeaseRow row(String target, long issuedAt, long expiresAt) {
        Instant end = Instant.ofEpochMilli(expiresAt);
        return new LeaseRow(
                "p/x",
                "m",
                target,
                "tag",
                LeaseState.ACTIVE,
                Instant.ofEpochMilli(issuedAt),
                end,
                end,
                null,
                0,
                0,
                null,
                null,
                1,
                new SealedBytes(1, 1, new byte[0]));
    }
}
