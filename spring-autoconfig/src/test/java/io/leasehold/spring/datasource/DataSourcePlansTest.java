package io.leasehold.spring.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.spring.LeaseholdProperties;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.declaration.Declaration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** What is decided by the properties alone. */
class DataSourcePlansTest {

    private static final String DEFAULT = "leasehold.datasource.default.";

    private final MockEnvironment environment = new MockEnvironment();

    private DataSourcePlans plans() {
        Binder binder = Binder.get(environment);
        return new DataSourcePlans(
                binder.bindOrCreate("leasehold", LeaseholdDataSourceProperties.class),
                binder.bindOrCreate("leasehold", LeaseholdProperties.class),
                environment);
    }

    @Test
    void optionsOfTheConnectionMayBeLists() {
        environment
                .withProperty(DEFAULT + "url", "jdbc:postgresql://127.0.0.1:1/none")
                .withProperty(DEFAULT + "admin.username", "admin")
                .withProperty(DEFAULT + "admin.options.root-rotation-statements[0]", "ONE")
                .withProperty(DEFAULT + "admin.options.root-rotation-statements[1]", "TWO")
                .withProperty(DEFAULT + "role.privileges", "SELECT");

        Declaration connection = plans().declarations(null).documents().get(0);

        assertThat(connection.path()).isEqualTo("database/config/leasehold-default");
        assertThat(connection.fields()).containsEntry("root_rotation_statements", List.of("ONE", "TWO"));
    }

    @Test
    void whatIsWrongIsLookedForWhereItStands() {
        environment
                .withProperty("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none")
                .withProperty(DEFAULT + "path", "database/creds/app")
                .withProperty("leasehold.datasource.reports.path", "database/creds/reports");

        DataSourcePlan main = plans().main().orElseThrow();
        assertThat(main.urlProperty()).isEqualTo("spring.datasource.url");
        assertThat(main.poolProperty("max-lifetime")).isEqualTo("spring.datasource.hikari.max-lifetime");
        DataSourcePlan reports = plans().all().stream()
                .filter(plan -> plan.name().equals("reports"))
                .findFirst()
                .orElseThrow();
        assertThat(reports.urlProperty()).isEqualTo("leasehold.datasource.reports.url");
        assertThat(reports.poolProperty("max-lifetime")).isEqualTo("leasehold.datasource.reports.bean");

        environment.withProperty(DEFAULT + "url", "jdbc:postgresql://127.0.0.1:2/none");
        assertThat(plans().main().orElseThrow().urlProperty()).isEqualTo(DEFAULT + "url");
    }

    @Test
    void aPoolHasOneEntry() {
        environment
                .withProperty("leasehold.datasource.one.path", "database/creds/one")
                .withProperty("leasehold.datasource.one.bean", "pool")
                .withProperty("leasehold.datasource.two.path", "database/creds/two")
                .withProperty("leasehold.datasource.two.bean", "pool");

        assertThatThrownBy(() -> plans().all())
                .isInstanceOfSatisfying(
                        LeaseholdStartException.class,
                        failure -> assertThat(failure.property()).matches("leasehold\\.datasource\\.(one|two)\\.bean"));
    }
}
