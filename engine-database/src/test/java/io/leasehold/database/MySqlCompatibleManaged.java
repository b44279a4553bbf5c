package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.ExclusiveRotationContract;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The MySQL plugin manages passwords as the contract says, through MySQL's driver, and says so of itself. */
abstract class MySqlCompatibleManaged extends ExclusiveRotationContract {

    static final Duration LIMIT = Duration.ofSeconds(20);

    final MySqlCompatibleServer server;
    private final DatabasePluginContract database = newDatabase();

    MySqlCompatibleManaged(MySqlCompatibleServer server) {
        this.server = server;
    }

    abstract DatabasePluginContract newDatabase();

    /** A statement with which an account changes its own password. */
    abstract String ownRotation();

    /** How the product writes an account that knows no password. */
    abstract String withoutPassword();

    /** Everything about the accounts of a name except for the password. */
    abstract String queryWithoutPassword(String name);

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.execute(
                "",
                "CREATE USER " + name + " IDENTIFIED BY '" + password + "'",
                "GRANT CREATE USER ON *.* TO " + name,
                "GRANT SELECT ON mysql.user TO " + name);
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("ALTER USER '{{name}}'@'%' IDENTIFIEDD BY '{{password}}'");
    }

    @Override
    protected boolean somebodyWaits() {
        return !query("SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = 'User lock'")
                .isEmpty();
    }

    @Test
    void allAccountsOfTheNameGetThePassword() {
        String name = user("'localhost'", "IDENTIFIED BY 'old'");
        user(name, "'127.0.0.1'", "IDENTIFIED BY 'old'");
        user(name, "'10.1.%'", "IDENTIFIED BY 'old'");

        String stored = "SELECT Host, authentication_string FROM mysql.user WHERE User = '" + name + "'";
        List<String> before = query(stored);

        set(name, "new");

        assertThat(query(stored)).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void theAdministratorsOwnIsOnlyTheAccountThatTheServerKnowsItBy() {
        String name = user("'%'", "IDENTIFIED BY 'old'");
        user(name, "'10.1.%'", "IDENTIFIED BY 'other'");
        server.execute("", "GRANT SELECT ON mysql.user TO " + name);
        String elsewhere =
                "SELECT authentication_string FROM mysql.user WHERE Host = '10.1.%' AND User = '" + name + "'";
        List<String> before = query(elsewhere);

        // Not even CREATE USER: of all accounts, one's own may be changed by SET PASSWORD.
        ManagedAccounts target = (ManagedAccounts) open(name, "old");
        target.setPassword(managed(name, "new", List.of(ownRotation())), new Change());
        assertThat(accepts(name, "new")).isTrue();
        server.execute("", "GRANT CREATE USER ON *.* TO " + name);
        ((ManagedAccounts) open(name, "new")).setPassword(managed(name, "newer", List.of()), new Change());

        assertThat(accepts(name, "newer")).isTrue();
        assertThat(query(elsewhere)).isEqualTo(before).hasSize(1);
    }

    @Test
    void whatFailsAtTheSecondHostMayHaveHadAnEffect() {
        String name = user("'%'", "IDENTIFIED BY 'old'");

        TargetException failure = catchThrowableOfType(
                TargetException.class,
                () -> set(
                        name,
                        "new",
                        List.of(
                                "ALTER USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
                                "ALTER USER '{{name}}'@'nowhere' IDENTIFIED BY '{{password}}'"),
                        new Change()));

        assertThat(failure).hasMessageContaining("statement 2").hasMessageContaining("1396");
        assertThat(failure.effectPossible()).isTrue();
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void aFailureForOneOfSeveralAccountsOfAStatementMayHaveHadAnEffect() {
        String name = user("'%'", "IDENTIFIED BY 'old'");

        TargetException failure = catchThrowableOfType(
                TargetException.class,
                () -> set(
                        name,
                        "new",
                        List.of("ALTER USER '{{name}}'@'%' IDENTIFIED BY '{{password}}',"
                                + " '{{name}}'@'nowhere' IDENTIFIED BY '{{password}}'"),
                        new Change()));

        assertThat(failure.effectPossible()).isTrue();
    }

    @Test
    void aStatementThatCannotBeReadHadNoEffect() {
        String name = user("'%'", "IDENTIFIED BY 'old'");

        TargetException failure =
                catchThrowableOfType(TargetException.class, () -> set(name, "new", failingRotation(), new Change()));

        assertThat(failure.effectPossible()).isFalse();
        assertThat(accepts(name, "old")).isTrue();
    }

    @Test
    void nothingButThePasswordChanges() {
        String name = user("'%'", "IDENTIFIED BY 'old' WITH MAX_USER_CONNECTIONS 3 PASSWORD EXPIRE INTERVAL 5 DAY");
        String rest = queryWithoutPassword(name);
        List<String> before = query(rest);

        set(name, "new");

        assertThat(query(rest)).isEqualTo(before).hasSize(1);
        assertThat(accepts(name, "new")).isTrue();
    }

    @Test
    void anAccountThatKnowsNoPasswordIsLeftAsItIs() {
        String name = user("'%'", withoutPassword());

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(name, "new"));

        assertThat(refused).hasMessageContaining("keeps no password").hasMessageContaining("rotation_statements");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(accepts(name, "new")).isFalse();
    }

    @Test
    void whatIsRefusedAfterTheAuthenticationIsTaken() {
        String locked = user("'%'", "IDENTIFIED BY 'right' ACCOUNT LOCK");
        String expired = user("'%'", "IDENTIFIED BY 'right' PASSWORD EXPIRE");
        String busy = user("'%'", "IDENTIFIED BY 'right' WITH MAX_CONNECTIONS_PER_HOUR 1");
        accepts(busy, "right");

        for (String name : List.of(locked, expired, busy)) {
            assertThat(accepts(name, "right")).as(name).isTrue();
            assertThat(accepts(name, "wrong")).as(name).isFalse();
        }
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        String name = user("'%'", "IDENTIFIED BY 'old'");
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            // MySQL's driver asks its server something before each statement, whose answer would be the lost one.
            ManagedAccounts target = (ManagedAccounts) open(settings(
                    server.jdbcUrl("").replace(":" + server.port(), ":" + proxy.port()),
                    database.adminUser(),
                    database.adminPassword()));

            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> target.setPassword(
                            managed(name, "new", List.of()),
                            new Change(() -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0))));

            assertThat(failure).isInstanceOf(TargetUnavailableException.class);
            assertThat(failure.effectPossible()).isTrue();
            Awaitility.await().until(() -> accepts(name, "new"));
        }
    }

    @Test
    void noRightToTheDatabaseOfTheConnectionIsNeeded() {
        String name = user("'%'", "IDENTIFIED BY 'right'");
        DatabaseTarget target =
                open(settings(server.mysqlUrl("mysql"), database.adminUser(), database.adminPassword()));

        assertThat(((ManagedAccounts) target).accepts(name, SecretText.of("right"), LIMIT))
                .isTrue();
    }

    @Test
    void anAccountForAnotherHostIsNotToBeToldFromAWrongPassword() {
        assertThat(accepts(user("'10.1.1.1'", "IDENTIFIED BY 'right'"), "right"))
                .isFalse();
        assertThat(accepts(user("'%'", "IDENTIFIED BY 'right' REQUIRE X509"), "right"))
                .isFalse();
    }

    @Test
    void aLoginOfTheUrlIsNotThatOfTheFields() {
        PasswordRotation rotation = (PasswordRotation) plugin();

        assertThat(rotation.logsInByFields(settings("{{username}}:{{password}}@tcp(h:3306)/", "app", "secret")))
                .isTrue();
        assertThat(rotation.logsInByFields(settings("jdbc:mysql://h/", "app", "secret")))
                .isTrue();
        assertThat(rotation.logsInByFields(settings("app:secret@tcp(h:3306)/", "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(settings("app:{{password}}@tcp(h:3306)/", "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(settings("mysql://{{username}}:secret@h/", "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(
                        new ConnectionSettings("jdbc:mysql://h/", "app", null, 1, 1, Duration.ZERO, Map.of())))
                .isFalse();
    }

    String user(String host, String options) {
        String name = unique("managed");
        user(name, host, options);
        return name;
    }

    void user(String name, String host, String options) {
        server.execute("", "CREATE USER '" + name + "'@" + host + " " + options);
        afterwards("DROP USER '" + name + "'@" + host);
    }

    void afterwards(String statement) {
        closeAfterwards(() -> server.execute("", statement));
    }

    /** Each row as text. */
    List<String> query(String sql) {
        try (Connection admin = server.admin("");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(rows.getString(i)).append(' ');
                }
                values.add(row.toString());
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
