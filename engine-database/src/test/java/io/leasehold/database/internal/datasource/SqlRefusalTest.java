package io.leasehold.database.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import org.junit.jupiter.api.Test;

class SqlRefusalTest {

    @Test
    void sqlStateClass28IsARefusal() {
        assertThat(SqlRefusal.isRefusal(new SQLException("no", "28P01"))).isTrue();
        assertThat(SqlRefusal.isRefusal(new SQLException("no", "28000", 1045))).isTrue();
        assertThat(SqlRefusal.isRefusal(new SQLInvalidAuthorizationSpecException("no")))
                .isTrue();
    }

    @Test
    void itIsFoundInCausesAndChainedExceptions() {
        SQLException refused = new SQLException("no", "28P01");
        SQLException chained = new SQLException("many", "08001");
        chained.setNextException(new SQLException("wrapped", new IOException(refused)));
        assertThat(SqlRefusal.isRefusal(new SQLException("outer", "08001", new IOException(refused))))
                .isTrue();
        assertThat(SqlRefusal.isRefusal(chained)).isTrue();
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(SqlRefusal.isRefusal(new SQLException("down", "08001"))).isFalse();
        assertThat(SqlRefusal.isRefusal(new SQLException("no state"))).isFalse();
        assertThat(SqlRefusal.isRefusal(new IOException("28P01"))).isFalse();
    }

    @Test
    void circularCausesEnd() {
        SQLException one = new SQLException("one", "08001");
        SQLException two = new SQLException("two", "08001", one);
        one.initCause(two);
        one.setNextException(two);
        assertThat(SqlRefusal.isRefusal(one)).isFalse();
    }
}
