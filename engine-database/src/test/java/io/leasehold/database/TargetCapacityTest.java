package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** When the leases of a target come near to what its server can bear. */
class TargetCapacityTest {

    @Test
    void theWarningBeginsAtEightyPercent() {
        assertThat(TargetCapacity.of(79, OptionalInt.of(100)).warnings()).isEmpty();
        assertThat(TargetCapacity.of(80, OptionalInt.of(100)).warnings())
                .singleElement()
                .asString()
                .contains("80 leases", "80 %", "100 connections");
        assertThat(TargetCapacity.of(159, OptionalInt.of(199)).usedPercent()).isEqualTo(79);
    }

    @Test
    void extremesAreNumbersToo() {
        assertThat(TargetCapacity.of(Long.MAX_VALUE / 200, OptionalInt.of(0)).usedPercent())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(TargetCapacity.of(0, OptionalInt.of(100)).usedPercent()).isZero();
    }

    @Test
    void withoutALimitThereIsNothingToWarnOf() {
        TargetCapacity capacity = TargetCapacity.of(1_000_000, OptionalInt.empty());

        assertThat(capacity.maxConnections()).isNull();
        assertThat(capacity.usedPercent()).isNull();
        assertThat(capacity.warnings()).isEmpty();
    }
}
