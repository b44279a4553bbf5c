package io.leasehold.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus's own program says of the rules, of their tests, and of the dashboard's queries. */
class PromtoolIT {

    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path folder;

    static List<Path> ruleTests() {
        return Shipped.ruleTests();
    }

    @Test
    void theRulesAreValid() throws Exception {
        assertThat(promtool("check", "rules", Shipped.RULES.toString()))
                .contains("SUCCESS: "
                        + (Shipped.alerts().size() + Shipped.recorded().size()) + " rules found");
    }

    @ParameterizedTest
    @MethodSource("ruleTests")
    void theAlertsFireWhenTheyShould(Path tests) throws Exception {
        assertThat(promtool("test", "rules", tests.toString())).contains("SUCCESS");
    }

    @Test
    void theQueriesOfTheDashboardAreValid() throws Exception {
        List<String> expressions =
                DashboardTest.expressions(JsonMapper.shared().readTree(Shipped.read(Shipped.DASHBOARD)));
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("  - record: dashboard:query").append(i).append("\n    expr: ");
            // A string of JSON is one of YAML. The interval is Grafana's to fill in.
            rules.append(JsonMapper.shared()
                            .writeValueAsString(expressions.get(i).replace("$__rate_interval", "5m")))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("dashboard.yml"), rules);
        assertThat(promtool("check", "rules", file.toString()))
                .contains("SUCCESS: " + expressions.size() + " rules found");
    }

    /** Runs it to its end, which has to be a success, and returns what it said. */
    private String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(Arrays.asList(arguments));
        Path said = folder.resolve("said.txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException missing) {
            throw Servers.missing(
                    Servers.PROMTOOL, "promtool is not on the path; it is in Debian's package prometheus");
        }
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end: " + Files.readString(said));
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
