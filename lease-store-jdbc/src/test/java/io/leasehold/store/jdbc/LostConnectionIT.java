package io.leasehold.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.SealedBytes;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.FaultyProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are lost at every stage of a write, and servers that stop answering. */
class LostConnectionIT {

    /** What a caller was told about an insert. */
    private enum Told {
        STORED,
        NOTHING_WRITTEN,
        UNKNOWN
    }

    abstract static class Scenarios {

        abstract TestServer server();

        @Test
        void insertWhoseConnectionIsLostTellsTheTruthWhereverItIsCut() {
            sweep("plain", Scenarios::plain);
        }

        @Test
        void insertUnderALimitWhoseConnectionIsLostTellsTheTruthWhereverItIsCut() {
            sweep("limited", Scenarios::limited);
        }

        private static Intent plain(String id) {
            return TestLeases.intent(id);
        }

        private static Intent limited(String id) {
            return TestLeases.intent(id, new CountLimit("limits/all", "db/", 1_000_000));
        }

        private void sweep(String name, Function<String, Intent> intent) {
            String prefix = server().freshPrefix();
            Map<Told, Integer> told = new EnumMap<>(Told.class);
            try (JdbcStorage truth = server().open(prefix, ClockOffset.NONE);
                    FaultyProxy proxy = server().proxy();
                    HikariDataSource pool = server().poolThrough(proxy);
                    JdbcStorage storage = JdbcStorage.builder()
                            .dataSource(pool)
                            .tablePrefix(prefix)
                            .open()) {
                for (Direction direction : Direction.values()) {
                    for (int bytes = 0; bytes < 1_300; bytes += 53) {
                        String id = "db/" + name + "-" + direction + "-" + bytes;
                        proxy.pass();
                        storage.leases().insert(intent.apply(id + "-before"));
                        proxy.cutAfter(direction, bytes);
                        Told answer = insert(storage, intent.apply(id));
                        told.merge(answer, 1, Integer::sum);

                        boolean present = truth.leases().find(id).isPresent();
                        if (answer != Told.UNKNOWN) {
                            assertThat(present).as(id).isEqualTo(answer == Told.STORED);
                        }
                        proxy.pass();
                        pool.getHikariPoolMXBean().softEvictConnections();
                    }
                }
            }
            assertThat(told).containsKeys(Told.values());
        }

        private static Told insert(JdbcStorage storage, Intent intent) {
            try {
                assertThat(storage.leases().insert(intent)).isInstanceOf(Outcome.Stored.class);
                return Told.STORED;
            } catch (StorageException e) {
                assertThat(e.reason()).isIn(Reason.UNAVAILABLE, Reason.OUTCOME_UNKNOWN);
                return e.reason() == Reason.UNAVAILABLE ? Told.NOTHING_WRITTEN : Told.UNKNOWN;
            }
        }

        @Test
        @Timeout(30)
        void serverThatStopsAnsweringYieldsAnErrorWithinTheTimeLimit() {
            try (FaultyProxy proxy = server().proxy();
                    HikariDataSource pool = server().poolThrough(proxy);
                    JdbcStorage storage = JdbcStorage.builder()
                            .dataSource(pool)
                            .tablePrefix(server().freshPrefix())
                            .timeout(Duration.ofSeconds(1))
                            .open()) {
                Entry entry = new Entry("a", 1, new SealedBytes(1, 1, new byte[] {1}));
                storage.now();
                proxy.stall();

                assertThatThrownBy(() -> storage.entries().put(entry, EntryStore.ABSENT))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
                proxy.cut();
                proxy.pass();
                assertThat(storage.entries().get("b")).isEmpty();
            }
        }

        @Test
        @Timeout(30)
        void readFromAServerThatStopsAnsweringWritesNothingAndSaysSo() {
            try (FaultyProxy proxy = server().proxy();
                    HikariDataSource pool = server().poolThrough(proxy);
                    JdbcStorage storage = JdbcStorage.builder()
                            .dataSource(pool)
                            .tablePrefix(server().freshPrefix())
                            .timeout(Duration.ofSeconds(1))
                            .open()) {
                storage.now();
                proxy.stall();

                assertThatThrownBy(() -> storage.leases().find("db/1"))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
            }
        }
    }

    @Nested
    class Postgres extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.postgres(18);
        }
    }

    @Nested
    class MariaDb extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.mariaDb();
        }
    }

    @Nested
    class MariaDbByMySqlDriver extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.mariaDbByMySqlDriver();
        }
    }

    @Nested
    class MySql extends Scenarios {

        @Override
        TestServer server() {
            return TestServer.mySql();
        }
    }
}
