package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.Issued;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of a contained database: what differs from logins, and what fails half-way, with the stand-in as the server. */
class SqlServerContainedIT {

    private final SqlServerConnection connection = new SqlServerConnection(true);

    @BeforeEach
    void open() {
        assertThat(connection.open().warnings()).isEmpty();
        connection.role();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aUserComesAndGoesWithItsSessions() throws SQLException {
        Issued issued = connection.engine.issue("app");
        assertThat(connection.server.logins()).doesNotContain(issued.username());
        assertThat(connection.server.granted("erp", issued.username())).isEqualTo("SELECT");

        try (Connection session = connection.server.connect("erp", issued.username(), issued.password())) {
            connection.engine.renew(issued, Duration.ofHours(2));
            assertThat(session.isValid(5)).isTrue();

            assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());

            assertThat(session.isValid(5)).isFalse();
        }
        assertGone(issued);
        assertThat(connection.engine.revoke(issued)).as("gone already").isEqualTo(Revoked.verified());
        assertThat(connection.server.locks()).isZero();
        assertThatThrownBy(() -> connection.engine.renew(issued, Duration.ofHours(2)))
                .hasMessageContaining("user '" + issued.username() + "' does not exist any more");
    }

    @Test
    void aUserOfAnotherDatabaseIsNoneOfThisOne() {
        connection.server.createContainedUser("master", "elsewhere", "its-own-password");

        assertThatThrownBy(() -> connection.engine.write(
                        "static-roles/legacy",
                        java.util.Map.of("db_name", "app", "username", "elsewhere", "rotation_period", "24h")))
                .hasMessageContaining("does not exist");
    }

    /** A role's USE is no reason to look for the user in a database where it never was. */
    @Test
    void aRoleThatUsesAnotherDatabaseIsRemovedInItsOwn() {
        for (String revocation : List.of("USE master", "USE master; DROP USER [{{name}}]")) {
            connection.role(revocation);
            Issued issued = connection.engine.issue("app");

            assertThat(connection.engine.revoke(issued)).as(revocation).isEqualTo(Revoked.verified());

            assertGone(issued);
        }
    }

    @Test
    void schemasOfAUserStay() {
        Issued issued = connection.engine.issue("app");
        connection.server.addSchema("erp", "reports", issued.username());

        assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());

        assertGone(issued);
        assertThat(connection.server.owner("erp", "reports")).isEqualTo("dbo");
    }

    @Test
    void aCreationThatFailsHalfWayLeavesNothing() {
        for (String statement : List.of("CREATE USER", "GRANT SELECT")) {
            connection.server.failNext(statement, true, 229, "permission was denied");

            TargetRefusedException refused =
                    catchThrowableOfType(TargetRefusedException.class, () -> connection.engine.issue("app"));

            assertThat(refused).hasMessageContaining("error 229");
            assertThat(refused.effectPossible()).isFalse();
            assertThat(connection.server.users("erp")).isEmpty();
        }
        assertThat(connection.server.locks()).isZero();
        connection.engine.issue("app");
    }

    @Test
    void aRemovalThatFailsHalfWayLeavesNobodyWhoCanLogInAndIsRepeated() {
        Issued issued = connection.engine.issue("app");
        connection.server.failNext("DROP USER", false, 15284, "has granted or denied permissions");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> connection.engine.revoke(issued));

        assertThat(refused).hasMessageContaining("15284").hasMessageContaining("drop the user");
        assertThat(refused.effectPossible()).isTrue();
        assertThatThrownBy(() -> connection.server.connect("erp", issued.username(), issued.password()))
                .isInstanceOf(SQLException.class);
        assertThat(connection.engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertGone(issued);
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        Plan plan = connection.engine.plan("app");
        Issued first = connection.engine.issue(plan, () -> {});

        assertThatThrownBy(() -> connection.engine.issue(plan, () -> {}))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("already exists");
        assertThat(connection.server.users("erp")).contains(first.username());
    }

    @Test
    void connectionsThatTheServerEndedAreReplaced() {
        connection.engine.issue("app");
        connection.server.endConnections();

        assertThat(connection.engine.revoke(connection.engine.issue("app"))).isEqualTo(Revoked.verified());
    }

    private void assertGone(Issued issued) {
        assertThat(connection.server.users("erp")).doesNotContain(issued.username());
        assertThatThrownBy(() -> connection.server.connect("erp", issued.username(), issued.password()))
                .isInstanceOf(SQLException.class);
    }
}
