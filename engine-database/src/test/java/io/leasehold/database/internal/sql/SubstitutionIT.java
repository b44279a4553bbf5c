package io.leasehold.database.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.secret.SecretText;
import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Real servers read hostile values for what they are, in every kind of quotes. */
class SubstitutionIT {

    private static final int TRIES = 300;

    private static PostgresServer postgres;
    private static Connection postgresAdmin;

    @BeforeContainer
    static void start() throws SQLException {
        postgres = PostgresServer.start();
        postgresAdmin = postgres.admin("postgres");
    }

    @AfterContainer
    static void stop() throws SQLException {
        if (postgresAdmin != null) {
            postgresAdmin.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private MariaDbServer mariaDb;

    @AfterProperty
    void stopMariaDb() {
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @Property(tries = TRIES)
    void postgresReadsEveryValueUnchanged(@ForAll("values") String name, @ForAll("values") String password)
            throws SQLException {
        Assume.that((password + "$tag$").indexOf("$tag$") == password.length());
        String sql = render(
                SqlDialect.POSTGRESQL,
                "SELECT '{{name}}', E'{{password}}', $tag${{password}}$tag$, '<{{name}}{{password}}>' AS \"{{name}}\"",
                name,
                password);

        query(postgresAdmin, sql, row -> {
            assertThat(text(row, 1)).isEqualTo(name);
            assertThat(text(row, 2)).isEqualTo(password);
            assertThat(text(row, 3)).isEqualTo(password);
            assertThat(text(row, 4)).isEqualTo("<" + name + password + ">");
            // PostgreSQL cuts identifiers at 63 bytes; a character cut in two is dropped.
            String label = label(row, 4);
            assertThat(name).startsWith(label);
            if (name.getBytes(StandardCharsets.UTF_8).length <= 63) {
                assertThat(label).isEqualTo(name);
            }
        });
    }

    @Property(tries = TRIES)
    void postgresReadsEveryValueUnchangedInABlock(@ForAll("values") String name, @ForAll("values") String password)
            throws SQLException {
        Assume.that(!name.contains("$do$") && !password.contains("$do$"));
        String block = render(SqlDialect.POSTGRESQL, """
                DO $do$
                -- a block; with its own quotes
                BEGIN
                    PERFORM set_config('leasehold.name', '{{name}}', false);
                    EXECUTE format('SELECT set_config(''leasehold.password'', %L, false)', E'{{password}}');
                END $do$""", name, password);

        try (var statement = postgresAdmin.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(block);
        }
        query(postgresAdmin, "SELECT current_setting('leasehold.name'), current_setting('leasehold.password')", row -> {
            assertThat(text(row, 1)).isEqualTo(name);
            assertThat(text(row, 2)).isEqualTo(password);
        });
    }

    @Property(tries = 1)
    void mariaDbReadsEveryValueUnchanged() throws SQLException {
        mariaDb = MariaDbServer.start();
        try (Connection admin = mariaDb.admin("mysql")) {
            for (String value : HostileTexts.valid().list().ofSize(TRIES).sample()) {
                String sql = render(
                        SqlDialect.MYSQL,
                        "SELECT '{{name}}', \"{{password}}\", '<{{name}}{{name}}>' # ;",
                        value,
                        value);

                query(admin, sql, row -> {
                    assertThat(text(row, 1)).isEqualTo(value);
                    assertThat(text(row, 2)).isEqualTo(value);
                    assertThat(text(row, 3)).isEqualTo("<" + value + value + ">");
                });
            }
        }
    }

    @Provide
    Arbitrary<String> values() {
        return HostileTexts.valid();
    }

    private static String render(SqlDialect dialect, String template, String name, String password) {
        List<RenderedStatement> rendered = StatementScript.parse(
                        dialect, Placeholders.CREATION, "creation_statements", List.of(template))
                .render(StatementValues.none().name(name).password(SecretText.of(password)));
        assertThat(rendered).hasSize(1);
        return rendered.get(0).sql();
    }

    private static void query(Connection connection, String sql, Consumer<ResultSet> check) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
                check.accept(rows);
                assertThat(rows.next()).isFalse();
            }
        }
    }

    private static String text(ResultSet row, int column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String label(ResultSet row, int column) {
        try {
            return row.getMetaData().getColumnLabel(column);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
