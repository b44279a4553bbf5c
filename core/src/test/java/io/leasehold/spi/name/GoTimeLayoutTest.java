package io.leasehold.spi.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of Go's package time for the same instants. */
class GoTimeLayoutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2006-01-02T15:04:05Z07:00 | 2026-03-04T05:06:07Z",
                "Mon, 02 Jan 2006 15:04:05 MST | Wed, 04 Mar 2026 05:06:07 UTC",
                "Monday January _2 3:04PM | Wednesday March  4 5:06AM",
                "06/1/2 3.4.5 pm | 26/3/4 5.6.7 am",
                "20060102150405 | 20260304050607",
                "002 | 063",
                "15:04:05.000 | 05:06:07.089",
                "15:04:05.999999 | 05:06:07.089",
                "05,00 | 07,08",
                "-0700 -07:00 -07 | +0000 +00:00 +00",
                "x_2006 | x_2026",
                "Jane Month | Jane Month",
            })
    void layoutShowsTheTimeAsInGo(String layout, String expected) {
        assertThat(GoTimeLayout.format(layout, Instant.parse("2026-03-04T05:06:07.0890Z")))
                .isEqualTo(expected);
    }
}
