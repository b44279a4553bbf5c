package io.leasehold.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules as an operator meets them: each explained, each tested, and on meters that there are. */
class AlertRulesTest {

    private static final Pattern RUNBOOK = Pattern.compile("(?m)^ +runbook: ([\\w/.]+)#(\\S+)$");
    private static final Pattern RECORDED = Pattern.compile("\\bleasehold:[\\w:]+");

    static Set<String> alerts() {
        return Shipped.alerts().keySet();
    }

    @Test
    void theFiveConditionsOfTheGuideAreThere() {
        assertThat(alerts())
                .contains(
                        "LeaseholdDatabaseLeasesHigh",
                        "LeaseholdAwsUsersHigh",
                        "LeaseholdLeaseCreationSpike",
                        "LeaseholdRenewalsFailing",
                        "LeaseholdPkiIssuanceHigh")
                .allMatch(name -> name.startsWith("Leasehold"));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsAndWhatToDo(String alert) {
        String rule = Shipped.alerts().get(alert);
        assertThat(rule)
                .containsPattern("(?m)^ +severity: (warning|critical)$")
                .containsPattern("(?m)^ +summary: \".+\\$labels\\..+\"$")
                .as("a description with its number")
                .containsPattern("(?m)^ +description: \".+\\$(value|labels).+\"$");

        Matcher runbook = RUNBOOK.matcher(rule);
        assertThat(runbook.find()).as("a runbook").isTrue();
        assertThat(runbook.group(2)).isEqualToIgnoringCase(alert);
        assertThat(Shipped.anchors(Shipped.ROOT.resolve(runbook.group(1)))).contains(runbook.group(2));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsSeenToFireAndNotToFire(String alert) {
        String tests = Shipped.ruleTests().stream().map(Shipped::read).collect(Collectors.joining("\n"));
        // Comments may stand between a name and its time.
        String asked = "- alertname: " + alert + "\n(?: +#.*\n)* +eval_time: \\w+\n";
        assertThat(tests).as("fires").containsPattern(asked + " +exp_alerts:");
        assertThat(tests).as("does not fire").containsPattern(asked + "(?! +exp_alerts:)");
    }

    @Test
    void thePageExplainsNoAlertThatIsNotThere() {
        Set<String> explained = Shipped.anchors(Shipped.ROOT.resolve("docs/operations.md")).stream()
                .filter(anchor -> anchor.startsWith("leasehold") && !anchor.contains("-"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained)
                .isEqualTo(alerts().stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void rulesAndTheirTestsSpeakOfMetersThatThereAre() {
        assertThat(Meters.seriesNames()).containsAll(Meters.seriesIn(Shipped.read(Shipped.RULES)));
        for (var tests : Shipped.ruleTests()) {
            assertThat(Meters.seriesNames()).containsAll(Meters.seriesIn(Shipped.read(tests)));
        }
        assertThat(Meters.seriesNames())
                .containsAll(Meters.seriesIn(Shipped.read(Shipped.ROOT.resolve("docs/operations.md"))));
    }

    @Test
    void whatRulesAndDashboardTakeFromRulesIsRecorded() {
        String users = Shipped.read(Shipped.RULES).replaceAll("record: \\S+", "") + Shipped.read(Shipped.DASHBOARD);
        Set<String> used =
                RECORDED.matcher(users).results().map(found -> found.group()).collect(Collectors.toSet());
        assertThat(used).isEqualTo(Shipped.recorded());
    }

    @Test
    void everyMeterIsLookedAtBySomeRuleOrPanel() {
        Set<String> used = Meters.seriesIn(Shipped.read(Shipped.RULES) + Shipped.read(Shipped.DASHBOARD));
        Map<String, Set<String>> series = Meters.series();
        assertThat(series.keySet())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(series.get(meter)).as(meter).containsAnyElementsOf(used));
    }
}
