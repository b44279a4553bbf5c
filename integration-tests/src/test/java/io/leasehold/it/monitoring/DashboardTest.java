package io.leasehold.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard is one that Grafana can load, that hides no panel behind another, and asks for what there is. */
class DashboardTest {

    /** The last version of the classic model of dashboards. */
    private static final int SCHEMA = 42;

    private static final int COLUMNS = 24;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    private final JsonNode dashboard = JsonMapper.shared().readTree(Shipped.read(Shipped.DASHBOARD));

    /** A field of a panel's grid, checked to be there. */
    private record Place(String title, int x, int y, int w, int h) {

        static Place of(JsonNode panel) {
            JsonNode grid = panel.required("gridPos");
            return new Place(
                    panel.required("title").asString(),
                    grid.required("x").asInt(),
                    grid.required("y").asInt(),
                    grid.required("w").asInt(),
                    grid.required("h").asInt());
        }

        boolean overlaps(Place other) {
            return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
        }
    }

    static List<String> expressions(JsonNode dashboard) {
        return panels(dashboard)
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.required("expr").asString())
                .toList();
    }

    private static Stream<JsonNode> panels(JsonNode dashboard) {
        return dashboard.required("panels").valueStream();
    }

    @Test
    void itIsOfTheSchemaThatGrafanaHasNow() {
        assertThat(dashboard.required("schemaVersion").asInt()).isEqualTo(SCHEMA);
        assertThat(dashboard.required("uid").asString()).isNotEmpty();
        assertThat(dashboard.has("id")).as("an id belongs to one Grafana").isFalse();
        assertThat(panels(dashboard).map(panel -> panel.required("type").asString()))
                .isSubsetOf("row", "timeseries", "stat", "state-timeline");
    }

    @Test
    void noTwoPanelsHaveOneIdOrOneTitle() {
        assertThat(panels(dashboard).map(panel -> panel.required("id").asInt())).doesNotHaveDuplicates();
        assertThat(panels(dashboard).map(panel -> panel.required("title").asString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void noPanelLiesOnAnotherOrOutside() {
        List<Place> places = panels(dashboard).map(Place::of).toList();
        List<Place> seen = new ArrayList<>();
        for (Place place : places) {
            assertThat(place.x).isNotNegative();
            assertThat(place.w).isPositive();
            assertThat(place.h).isPositive();
            assertThat(place.x + place.w).as(place.title).isLessThanOrEqualTo(COLUMNS);
            assertThat(seen).noneMatch(place::overlaps);
            seen.add(place);
        }
    }

    @Test
    void everyQueryGoesToTheChosenPrometheus() {
        Set<String> variables = dashboard
                .required("templating")
                .required("list")
                .valueStream()
                .map(variable -> variable.required("name").asString())
                .collect(Collectors.toSet());
        assertThat(variables).contains("datasource", "instance", "mount");
        panels(dashboard)
                .filter(panel -> !panel.required("type").asString().equals("row"))
                .forEach(panel -> {
                    String title = panel.required("title").asString();
                    assertThat(panel.required("targets")).as(title).isNotEmpty();
                    Stream.concat(Stream.of(panel), panel.required("targets").valueStream())
                            .forEach(asking -> assertThat(asking.required("datasource")
                                            .required("uid")
                                            .asString())
                                    .as(title)
                                    .isEqualTo("${datasource}"));
                });
        Set<String> used = new HashSet<>();
        for (String expression : expressions(dashboard)) {
            VARIABLE.matcher(expression).results().forEach(found -> used.add(found.group(1)));
        }
        used.remove("__rate_interval"); // Grafana's own
        assertThat(variables).containsAll(used);
        assertThat(used).contains("job", "instance", "mount");
    }

    @Test
    void itAsksForMetersThatThereAre() {
        assertThat(Meters.seriesNames()).containsAll(Meters.seriesIn(Shipped.read(Shipped.DASHBOARD)));
    }

    @Test
    void theFiveConditionsHaveTheirThresholdsAsLines() {
        assertThat(threshold("leasehold:database_leases:ratio")).isEqualTo(0.8);
        assertThat(threshold("leasehold:aws_users:ratio")).isEqualTo(0.9);
        assertThat(threshold("leasehold:leases_issued:increase5m")).isEqualTo(5);
        assertThat(threshold("leasehold:renewals_failed:ratio15m")).isEqualTo(0.05);
        assertThat(threshold("leasehold:pki_issued:hour")).isEqualTo(1000);
    }

    private double threshold(String recorded) {
        JsonNode defaults = panels(dashboard)
                .filter(panel -> panel.path("targets")
                        .valueStream()
                        .anyMatch(target -> target.required("expr").asString().startsWith(recorded)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no panel shows " + recorded))
                .required("fieldConfig")
                .required("defaults");
        assertThat(defaults.at("/custom/thresholdsStyle/mode").asString()).isEqualTo("line");
        return defaults.at("/thresholds/steps/1/value").asDouble();
    }
}
