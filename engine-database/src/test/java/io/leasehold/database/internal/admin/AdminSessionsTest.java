package io.leasehold.database.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class AdminSessionsTest {

    @Test
    void onlyALostCommitLeavesTheOutcomeOpen() {
        StepException lost = failed(true);

        assertThat(AdminSessions.outcomeUnknown(new CommitException(lost))).isTrue();
        assertThat(AdminSessions.outcomeUnknown(lost)).isFalse();
        assertThat(AdminSessions.outcomeUnknown(new CommitException(failed(false))))
                .isFalse();
    }

    private static StepException failed(boolean sessionLost) {
        return new StepException("commit", new SQLException("failed"), new Told(sessionLost));
    }

    private record Told(boolean sessionLost) implements ServerFailure {

        @Override
        public boolean is(String code) {
            return false;
        }

        @Override
        public String label() {
            return "";
        }

        @Override
        public boolean transientConflict() {
            return false;
        }

        @Override
        public boolean unavailable() {
            return sessionLost;
        }

        @Override
        public boolean contended() {
            return false;
        }

        @Override
        public boolean loginRefused() {
            return false;
        }
    }
}
