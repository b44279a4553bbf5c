package io.leasehold.database.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpirationTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofHours(1));

    @Test
    void isFiveSecondsAfterTheLease() {
        assertThat(Expiration.text(END, NOW, NOW)).isEqualTo("2030-01-01 01:00:05+0000");
    }

    @Test
    void followsTheServersClockInBothDirections() {
        assertThat(Expiration.text(END, NOW, NOW.plusSeconds(90))).isEqualTo("2030-01-01 01:01:35+0000");
        assertThat(Expiration.text(END, NOW, NOW.minusSeconds(90))).isEqualTo("2030-01-01 00:58:35+0000");
    }

    @Test
    void ignoresADifferenceThatIsNoMoreThanTheReadingsAccuracy() {
        assertThat(Expiration.text(END, NOW, NOW.minusMillis(900))).isEqualTo("2030-01-01 01:00:05+0000");
    }

    @Test
    void isNeverRoundedDown() {
        assertThat(Expiration.text(END.plusMillis(1), NOW, NOW)).isEqualTo("2030-01-01 01:00:06+0000");
    }
}
