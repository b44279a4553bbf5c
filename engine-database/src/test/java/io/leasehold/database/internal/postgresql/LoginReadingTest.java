package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Answers that no server of the tests gives; the others are met in {@code PostgresLoginTrialIT}. */
class LoginReadingTest {

    @Test
    void theServersLanguageDoesNotMatter() {
        assertThat(of("28000", "InitializeSessionUserId", "Rolle \u00bbapp\u00ab hat keine Berechtigung zum Einloggen"))
                .isEqualTo(LoginAnswer.TAKEN);
        assertThat(of("28P01", "auth_failed", "Passwort-Authentifizierung f\u00fcr Benutzer fehlgeschlagen"))
                .isEqualTo(LoginAnswer.REFUSED);
    }

    @Test
    void aServerThatStartsOrStopsOrIsFullDoesNotSay() {
        assertThat(of("57P03", "ProcessStartupPacket", "the database system is starting up"))
                .isEqualTo(LoginAnswer.NONE);
        assertThat(of("57P01", "ProcessInterrupts", "terminating connection")).isEqualTo(LoginAnswer.NONE);
        assertThat(of("53300", "ProcessStartupPacket", "sorry, too many clients already"))
                .isEqualTo(LoginAnswer.NONE);
    }

    @Test
    void whatTheDriverSaysByItselfIsNoAnswer() {
        assertThat(LoginReading.of(new SQLException("no password was provided", "28P01")))
                .isEqualTo(LoginAnswer.NONE);
    }

    @Test
    void theSecondOfTwoTriesIsHeard() {
        SQLException rejected = server("28000", "ClientAuthentication", "pg_hba.conf rejects connection");
        rejected.addSuppressed(server("28P01", "auth_failed", "password authentication failed"));

        assertThat(LoginReading.of(rejected)).isEqualTo(LoginAnswer.REFUSED);
    }

    private static LoginAnswer of(String code, String routine, String message) {
        return LoginReading.of(server(code, routine, message));
    }

    private static SQLException server(String code, String routine, String message) {
        return new PSQLException(
                new ServerErrorMessage("SFATAL\0C" + code + "\0M" + message + "\0R" + routine + "\0"), false);
    }
}
