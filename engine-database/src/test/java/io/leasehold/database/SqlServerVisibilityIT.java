package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.mssql.MsSqlPlugin;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SQL Server shows nobody what his rights do not cover, and says nothing of it. An account that an administrator does not see
 * any more is not taken for removed, with the stand-in as the server.
 */
class SqlServerVisibilityIT {

    private static final String ADMIN = "leasehold_admin";
    private static final String PASSWORD = "its-own-Password-1";

    @ParameterizedTest
    @CsvSource({"false, ALTER ANY LOGIN", "true, ALTER ANY USER"})
    void anAccountThatIsNotSeenIsNotTakenForRemoved(boolean contained, String right) {
        try (SqlServerConnection connection = connection(contained)) {
            Issued issued = connection.engine.issue("app");
            connection.server.setRights(ADMIN);

            TargetRefusedException refused =
                    catchThrowableOfType(TargetRefusedException.class, () -> connection.engine.revoke(issued));

            assertThat(refused).hasMessageContaining("does not see all").hasMessageContaining(right);
            assertThat(refused.effectPossible()).isTrue();
            connection.server.setRights(ADMIN, "ALTER ANY LOGIN", "ALTER ANY USER", "VIEW SERVER STATE");
            assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());
            assertThat(connection.server.users("erp")).doesNotContain(issued.username());
        }
    }

    /** The right may be lost in the middle; what the look after the drop does not see is then not known to be gone. */
    @ParameterizedTest
    @CsvSource({"false, DROP LOGIN", "true, DROP USER"})
    void anAccountThatIsNotSeenAfterItsRemovalIsNotTakenForRemoved(boolean contained, String removal) {
        try (SqlServerConnection connection = connection(contained)) {
            Issued issued = connection.engine.issue("app");
            Runnable loss = () -> connection.server.setRights(ADMIN);
            connection.server.beforeNext(removal, () -> connection.server.beforeNext("AS found", loss));

            assertThatThrownBy(() -> connection.engine.revoke(issued))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("does not see all");

            connection.server.setRights(ADMIN, "CONTROL SERVER");
            assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, ALTER ANY LOGIN", "true, ALTER ANY USER"})
    void aListWithGapsIsAnError(boolean contained, String right) {
        try (SqlServerConnection connection = connection(contained)) {
            connection.server.setRights(ADMIN);

            assertThatThrownBy(() -> list(connection.settings(ADMIN, PASSWORD)))
                    .isInstanceOf(TargetRefusedException.class)
                    .hasMessageContaining("list the accounts")
                    .hasMessageContaining(right);
        }
    }

    /** A right to look is enough for a look: that an account is gone needs no right to remove it. */
    @ParameterizedTest
    @CsvSource({"false, VIEW ANY DEFINITION", "true, VIEW DEFINITION"})
    void whoSeesAllMayTellThatAnAccountIsGone(boolean contained, String right) {
        try (SqlServerConnection connection = connection(contained)) {
            Issued issued = connection.engine.issue("app");
            connection.server.removeLogin(issued.username());
            connection.server.removeUser("erp", issued.username());
            connection.server.setRights(ADMIN, right);

            assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void sessionsThatAreNotSeenAreTold(boolean contained) throws SQLException {
        try (SqlServerConnection connection = connection(contained)) {
            Issued issued = connection.engine.issue("app");
            connection.server.setRights(ADMIN, "ALTER ANY LOGIN", "ALTER ANY USER", "ALTER ANY CONNECTION");

            assertThat(connection.engine.revoke(issued).warnings())
                    .singleElement()
                    .asString()
                    .contains("VIEW SERVER STATE");

            connection.server.setRights(ADMIN, "CONTROL SERVER");
            Issued another = connection.engine.issue("app");
            try (Connection session = connection.server.connect("erp", another.username(), another.password())) {
                assertThat(connection.engine.revoke(another)).isEqualTo(Revoked.verified());
                assertThat(session.isValid(5)).isFalse();
            }
        }
    }

    private static void list(ConnectionSettings settings) {
        try (DatabaseTarget target =
                new MsSqlPlugin().open(settings, new TargetIdentity("target", "app", "leasehold"))) {
            ((AccountListing) target).accounts(Duration.ofSeconds(10), each -> {});
        }
    }

    private static SqlServerConnection connection(boolean contained) {
        SqlServerConnection connection = new SqlServerConnection(contained);
        connection.server.createLogin(ADMIN, PASSWORD, "CONTROL SERVER");
        connection.server.addUser("erp", ADMIN);
        connection.open(ADMIN, PASSWORD);
        connection.role();
        return connection;
    }
}
