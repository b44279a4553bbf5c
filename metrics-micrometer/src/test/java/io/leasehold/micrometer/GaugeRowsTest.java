package io.leasehold.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.micrometer.GaugeRows.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GaugeRowsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GaugeRows rows = new GaugeRows(registry, Tags.empty());

    @Test
    void rowsComeChangeAndGoWithinTheirPart() {
        rows.show("a", Map.of(key("x", "1"), row(1), key("x", "2"), row(2)));
        rows.show("b", Map.of(key("y", "1"), row(5)));
        rows.show("a", Map.of(key("x", "2"), row(3), key("x", "3"), row(4)));

        assertThat(registry.find("x").tag("of", "1").gauge()).isNull();
        assertThat(registry.get("x").tag("of", "2").gauge().value()).isEqualTo(3);
        assertThat(registry.get("x").tag("of", "3").gauge().value()).isEqualTo(4);
        assertThat(registry.get("y").gauge().value()).isEqualTo(5);
    }

    @Test
    void whatIsNotKnownIsNotANumber() {
        rows.show("a", Map.of(key("x", "1"), row(1)));
        rows.unknown("a");

        assertThat(registry.get("x").gauge().value()).isNaN();
    }

    @Test
    void timesAreShownInTheUnitOfTheRegistry() {
        rows.show("a", Map.of(key("x", "1"), new Row(true, "a time", () -> 90)));

        assertThat(registry.get("x").timeGauge().value(TimeUnit.MINUTES)).isEqualTo(1.5);
    }

    @Test
    void closingRemovesAllAndShowsNothingMore() {
        rows.show("a", Map.of(key("x", "1"), row(1)));
        rows.close();
        rows.show("a", Map.of(key("x", "1"), row(1)));

        assertThat(registry.getMeters()).isEmpty();
    }

    private static GaugeRows.Key key(String name, String of) {
        return new GaugeRows.Key(name, Tags.of("of", of));
    }

    private static Row row(double value) {
        return new Row(false, "a number", () -> value);
    }
}
