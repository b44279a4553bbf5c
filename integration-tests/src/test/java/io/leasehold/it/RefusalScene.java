package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker with one working role, for tests of what it refuses. After each test it is checked that no error told a secret,
 * that nothing is left on the target or in the store, and that the next request works.
 */
abstract class RefusalScene {

    static final String GOOD_ROLE = "database/creds/app";

    static AppDatabase app;

    @TempDir
    Path folder;

    Brokers brokers;
    SecretBroker broker;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private List<String> accessBefore;

    @BeforeAll
    static void makeDatabase() {
        app = AppDatabase.create();
    }

    @BeforeEach
    void start() {
        accessBefore = app.access();
        brokers = Brokers.on(store(), folder);
        broker = brokers.driven(
                "refusals",
                settings -> settings.creationTimeout(Duration.ofSeconds(5)).revocationTimeout(Duration.ofSeconds(5)));
        broker.mounts().enable("database", "database");
        broker.write("database/config/db", app.connection());
        broker.write("database/roles/app", AppDatabase.role("db"));
    }

    Brokers.Store store() {
        return Brokers.Store.SQLITE;
    }

    @AfterEach
    void nothingIsLeftAndTheNextRequestWorks() throws Exception {
        try {
            Secret next = broker.read(GOOD_ROLE);
            assertThat(app.canLogin(next.as(DatabaseCredentials.class))).isTrue();
            broker.leases().revoke(next.lease().orElseThrow().id());
            assertThat(broker.leases().count("")).isZero();
            assertThat(app.access()).isEqualTo(accessBefore);
            Secrets secrets = new Secrets()
                    .add(app.adminPassword())
                    .addFromStatements(app.server().logText());
            secrets.assertAbsentFrom("an error", errors);
            secrets.assertAbsentFrom("an event", brokers.events.all());
        } finally {
            brokers.close();
        }
    }

    /** Runs a call that must be refused, in words that name what was wrong. */
    <E extends LeaseholdException> E refused(Class<E> type, ThrowingCallable call, String... named) {
        Throwable error = catchThrowable(call);
        assertThat(error).isInstanceOf(type);
        for (String part : named) {
            assertThat(error).hasMessageContaining(part);
        }
        errors.add(error);
        return type.cast(error);
    }

    /** Runs a call that must be refused because of a field. */
    InvalidRequestException refusedField(String field, ThrowingCallable call, String... named) {
        InvalidRequestException error = refused(InvalidRequestException.class, call, named);
        assertThat(error.field()).contains(field);
        return error;
    }

    /** Remembers an error that was caught otherwise. */
    void seen(Throwable error) {
        errors.add(error);
    }

    Map<String, Object> connectionWith(String field, Object value) {
        Map<String, Object> fields = new HashMap<>(app.connection());
        fields.put(field, value);
        return fields;
    }

    Map<String, Object> roleWith(String field, Object value) {
        Map<String, Object> fields = new HashMap<>(AppDatabase.role("db"));
        fields.put(field, value);
        return fields;
    }

    static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }

    static DatabaseCredentials login(Secret secret) {
        return secret.as(DatabaseCredentials.class);
    }
}
