package io.leasehold.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When something is rotated by itself. */
class RotationScheduleTest {

    private static final Instant LAST = Instant.parse("2026-03-04T10:15:30Z"); // a Wednesday

    @Test
    void aPeriodCountsFromTheLastRotation() {
        assertThat(RotationSchedule.of(Duration.ofHours(24), null, null).next(LAST))
                .contains(Instant.parse("2026-03-05T10:15:30Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 * * * *       | 2026-03-04T11:00:00Z
                    */20 * * * *    | 2026-03-04T10:20:00Z
                    0 3 * * SUN     | 2026-03-08T03:00:00Z
                    0 3 * * 0       | 2026-03-08T03:00:00Z
                    0 3 * * 7       | 2026-03-08T03:00:00Z
                    30 2 1 * *      | 2026-04-01T02:30:00Z
                    0 0 29 2 *      | 2028-02-29T00:00:00Z
                    0 12 1-7,15 * * | 2026-03-04T12:00:00Z
                    15 10 4 3 *     | 2027-03-04T10:15:00Z
                    0 0 1 JAN *     | 2027-01-01T00:00:00Z
                    0 0 13 * FRI    | 2026-03-06T00:00:00Z
                    """)
    void aCronLineIsReadAsCrontabReadsItInUtc(String line, String next) {
        assertThat(RotationSchedule.of(null, line.strip(), null).next(LAST)).contains(Instant.parse(next.strip()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hourly",
                "* * * *",
                "* * * * * *",
                "61 * * * *",
                "* 24 * * *",
                "0 0 0 * *",
                "0 0 30 2 *",
                "@daily; DROP",
                "0 0 * * MOON",
                "- - - - -",
                "\u0000"
            })
    void whatIsNoCronLineIsRefusedByItsField(String line) {
        assertThatThrownBy(() -> RotationSchedule.of(null, line, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("rotation_schedule");
    }

    @Test
    void limitsAreThoseOfTheGuides() {
        assertThatThrownBy(() -> RotationSchedule.of(Duration.ofSeconds(4), null, null))
                .hasMessageContaining("rotation_period")
                .hasMessageContaining("must be 5 seconds or more");
        assertThatThrownBy(() -> RotationSchedule.of(Duration.ofSeconds(-4), null, null))
                .hasMessageContaining("rotation_period");
        assertThatThrownBy(() -> RotationSchedule.of(null, "0 * * * *", Duration.ofMinutes(59)))
                .hasMessageContaining("rotation_window")
                .hasMessageContaining("3600");
        assertThatThrownBy(() -> RotationSchedule.of(Duration.ofHours(1), "0 * * * *", null))
                .hasMessageContaining("one of both");
        assertThatThrownBy(() -> RotationSchedule.of(Duration.ofHours(1), null, Duration.ofHours(1)))
                .hasMessageContaining("rotation_window");
    }

    @Test
    void aWindowEndsAndWithoutOneNothingIsMissed() {
        Instant due = Instant.parse("2026-03-08T03:00:00Z");
        RotationSchedule windowed = RotationSchedule.of(null, "0 3 * * SUN", Duration.ofHours(2));
        RotationSchedule open = RotationSchedule.of(null, "0 3 * * SUN", null);

        assertThat(windowed.missed(due, due.plus(Duration.ofHours(2)))).isFalse();
        assertThat(windowed.missed(due, due.plus(Duration.ofHours(2)).plusMillis(1)))
                .isTrue();
        assertThat(open.missed(due, due.plus(Duration.ofDays(6)))).isFalse();
    }

    @Test
    void noScheduleIsNever() {
        assertThat(RotationSchedule.of(Duration.ZERO, "", null).next(LAST)).isEmpty();
    }
}
