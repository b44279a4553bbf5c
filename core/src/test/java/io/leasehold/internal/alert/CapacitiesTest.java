package io.leasehold.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.alert.AlertRules;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacitiesTest {

    private static final Map<String, String> SHOP = Map.of("mount", "db", "connection", "shop");
    private static final Map<String, String> AWS = Map.of("mount", "aws");
    private static final Map<String, String> PKI = Map.of("mount", "pki");

    @Test
    void leasesAreComparedWithTheConnectionsOfTheirOwnDatabase() {
        assertThat(findings(
                        of("leasehold.database.leases", SHOP, 81),
                        of("leasehold.database.connections.max", SHOP, 100),
                        of("leasehold.database.leases", Map.of("mount", "db", "connection", "blog"), 500)))
                .containsExactly(Finding.of(Rule.DATABASE_LEASES, "db/shop", 81, 80));
    }

    @Test
    void usersAreComparedWithTheQuotaOfTheirAccount() {
        assertThat(findings(of("leasehold.aws.users", AWS, 4501), of("leasehold.aws.users.max", AWS, 5000)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.key().subject()).isEqualTo("aws");
                    assertThat(finding.value()).isGreaterThan(finding.threshold());
                });
        assertThat(findings(of("leasehold.aws.users", AWS, 4500), of("leasehold.aws.users.max", AWS, 5000)))
                .allSatisfy(finding -> assertThat(finding.value()).isEqualTo(finding.threshold()));
    }

    @Test
    void certificatesAreComparedWithTheThresholdOfTheirMountOrOfTheRules() {
        Measurement issued = of("leasehold.pki.issued.recent", PKI, 600);
        Measurement threshold = of("leasehold.pki.issued.threshold", PKI, 500);
        assertThat(findings(issued, threshold)).containsExactly(Finding.of(Rule.PKI_ISSUANCE, "pki", 600, 500));
        assertThat(Capacities.findings(
                        new Readings(List.of(issued, threshold), List.of()),
                        AlertRules.DEFAULT.withPkiIssuedPerHour(700)))
                .containsExactly(Finding.of(Rule.PKI_ISSUANCE, "pki", 600, 700));
        assertThat(findings(issued, of("leasehold.pki.issued.threshold", PKI, 0)))
                .as("a mount that wants no warning")
                .isEmpty();
    }

    @Test
    void whatDidNotAnswerIsNamedAsTheSubjectsOfItsAlerts() {
        Readings readings = new Readings(
                List.of(),
                List.of(new Readings.Missing("db", "shop", "down"), new Readings.Missing("aws", "", "down")));
        assertThat(Capacities.silent(readings)).containsExactlyInAnyOrder("db/shop", "aws");
    }

    private static List<Finding> findings(Measurement... measurements) {
        return Capacities.findings(new Readings(List.of(measurements), List.of()), AlertRules.DEFAULT);
    }

    private static Measurement of(String name, Map<String, String> tags, double value) {
        return Measurement.count(name, tags, value, "a number");
    }
}
