package io.leasehold.spring.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is told before any database is asked. */
class DataSourcePropertiesTest {

    private static final String URL = "leasehold.datasource.default.url=jdbc:postgresql://127.0.0.1:1/none";
    private static final String ADMIN = "leasehold.datasource.default.admin.username=admin";
    private static final String ROLE = "leasehold.datasource.default.role.privileges=SELECT";
    private static final String PATH = "leasehold.datasource.default.path=database/creds/app";

    @TempDir
    Path folder;

    private ApplicationContextRunner runner() {
        return Applications.application(folder).withPropertyValues("leasehold.startup-timeout=0s");
    }

    @Test
    void withoutPropertiesTheDataSourceIsSpringBootsOwn() {
        runner().withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(BrokeredPools.class);
                    assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
                            .isEqualTo("jdbc:postgresql://127.0.0.1:1/none");
                });
    }

    @Test
    void withoutAPoolNothingIsDone() {
        runner().withClassLoader(new FilteredClassLoader(HikariDataSource.class))
                .withPropertyValues(URL, ADMIN, ROLE)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BrokeredPools.class));
    }

    @Test
    void statementsInOneTextKeepTheirCommas() {
        String statements = "CREATE ROLE x; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO x";
        LeaseholdDataSourceProperties.Role role = new Binder(new MapConfigurationPropertySource(Map.of(
                        "role.creation-statements", statements,
                        "role.revocation-statements[0]", "REVOKE SELECT, INSERT ON t FROM x",
                        "role.privileges", "SELECT, INSERT")))
                .bind("role", LeaseholdDataSourceProperties.Role.class)
                .get();

        assertThat(role.creationStatements()).containsExactly(statements);
        assertThat(role.revocationStatements()).containsExactly("REVOKE SELECT, INSERT ON t FROM x");
        assertThat(role.privileges()).containsExactly("SELECT", "INSERT");
    }

    /** Each line: properties, then what is told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                URL + ";" + ADMIN + "->role",
                URL + ";" + PATH + ";" + ROLE + "->path",
                ADMIN + ";" + ROLE + "->url",
                URL + ";" + ROLE + "->admin.username",
                URL + ";" + ADMIN
                        + ";leasehold.datasource.default.role.privileges=SELECT,DROP TABLE x->role.privileges",
                URL + ";" + ADMIN + ";leasehold.datasource.default.role.max-ttl=2h->role.creation-statements",
                URL + ";" + ADMIN + ";" + ROLE
                        + ";leasehold.datasource.default.role.creation-statements=X->role.creation-statements",
                "leasehold.datasource.default.url=jdbc:mysql://127.0.0.1:1/none;" + ADMIN + ";" + ROLE
                        + "->role.privileges",
                "leasehold.datasource.default.url=jdbc:unheard:of;" + ADMIN + ";" + ROLE + "->plugin",
                URL + ";" + PATH + ";leasehold.datasource.default.migration.path=a;"
                        + "leasehold.datasource.default.migration.role.privileges=SELECT->migration",
                URL + ";" + PATH + ";leasehold.datasource.default.bean=nobody->bean",
                URL + ";" + PATH + ";leasehold.datasource.default.drain=-1s->drain",
                URL + ";" + PATH + "->path"
            })
    void whatIsWrongIsToldByItsProperty(String line) {
        String[] parts = line.split("->", -1);
        runner().withPropertyValues(parts[0].split(";", -1))
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.datasource.default." + parts[1], LeaseholdStartException::property));
    }

    @Test
    void onlyTheMainDataSourceIsMigrated() {
        runner().withPropertyValues(
                        "leasehold.datasource.reports.path=database/creds/app",
                        "leasehold.datasource.reports.migration.path=database/creds/migration")
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.datasource.reports.migration"));
    }

    @Test
    void aNameWithoutABeanIsTold() {
        runner().withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                        "leasehold.datasource.reports.path=database/creds/app",
                        "leasehold.datasource.reports.bean=nobody")
                .run(context -> assertThat(
                                StartFailure.of(context.getStartupFailure()).property())
                        .isEqualTo("leasehold.datasource.reports.bean"));
    }

    @Test
    void aPoolOfAnotherProductIsRefused() {
        runner().withPropertyValues("leasehold.datasource.reports.path=database/creds/app")
                .withBean("reports", DataSource.class, DriverManagerDataSource::new)
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.datasource.reports.bean", LeaseholdStartException::property)
                        .hasMessageContaining("HikariDataSource"));
    }

    @Test
    void noTextFormShowsAPassword() {
        runner().withPropertyValues(
                        "leasehold.datasource.reports.path=database/creds/app",
                        "leasehold.datasource.reports.admin.password=very-secret",
                        "leasehold.mounts.database.config.shop.password=very-secret",
                        "leasehold.store.password=very-secret",
                        "leasehold.write[0].path=x",
                        "leasehold.write[0].data.password=very-secret")
                .withInitializer(context -> context.addBeanFactoryPostProcessor(beans -> {
                    for (Class<?> type : Arrays.asList(
                            LeaseholdDataSourceProperties.class, io.leasehold.spring.LeaseholdProperties.class)) {
                        assertThat(beans.getBean(type).toString()).doesNotContain("very-secret");
                    }
                    throw new IllegalStateException("seen");
                }))
                .run(context -> assertThat(context).getFailure().hasMessageContaining("seen"));
    }
}
