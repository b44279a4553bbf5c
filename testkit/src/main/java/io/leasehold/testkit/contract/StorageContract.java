package io.leasehold.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.ClosedException;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What every {@link Storage} must do beside keeping leases and entries. The names of the tests are the contract. */
public abstract class StorageContract extends StoreFixture {

    /** For subclasses. */
    protected StorageContract() {}

    /** The identity of the data, not of the object. */
    @Test
    protected void idIsTheSameForEveryInstance() {
        assertThat(storage().id())
                .isNotBlank()
                .isEqualTo(another().id())
                .isEqualTo(storage().id());
    }

    /** The clock of tests. */
    @Test
    protected void clockGoesWithTheOffsetInBothDirections() {
        Instant before = storage().now();
        advance(Duration.ofDays(30));
        assertThat(storage().now())
                .isBetween(plusDays(before, 30), plusDays(before, 30).plusSeconds(60));
        assertThat(another().now())
                .isBetween(plusDays(before, 30), plusDays(before, 30).plusSeconds(60));
        advance(Duration.ofDays(-60));
        assertThat(storage().now())
                .isBetween(plusDays(before, -30), plusDays(before, -30).plusSeconds(60));
    }

    private static Instant plusDays(Instant time, long days) {
        return time.plus(Duration.ofDays(days));
    }

    /** Precision. */
    @Test
    protected void clockHasMillisecondsAndGoesOn() {
        Instant last = storage().now();
        for (int i = 0; i < 20; i++) {
            Instant next = storage().now();
            assertThat(next).isAfterOrEqualTo(last);
            assertThat(next).isEqualTo(next.truncatedTo(ChronoUnit.MILLIS));
            last = next;
        }
    }

    /** One clock for all. */
    @Test
    protected void instancesAgreeOnTheTime() {
        Instant before = storage().now();
        Instant between = another().now();
        assertThat(between).isBetween(before, storage().now());
    }

    /** Interrupts are the caller's business. */
    @Test
    protected void interruptedCallerDoesNotHarmTheStore() {
        Thread.currentThread().interrupt();
        try {
            storedEntry("interrupted", 1);
            stored(SampleLease.of("db/1"));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(entries().get("interrupted")).isPresent();
        assertThat(found("db/1").id()).isEqualTo("db/1");
    }

    /** Each part is one object. */
    @Test
    protected void partsAreTheSameObjectsAtEveryCall() {
        assertThat(storage().leases()).isSameAs(storage().leases());
        assertThat(storage().entries()).isSameAs(storage().entries());
    }

    /** After the end. */
    @Test
    protected void everythingFailsOnceClosed() {
        Storage store = storage();
        store.close();
        store.close();

        assertThatThrownBy(store::now).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.leases().find("db/1")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.leases().insert(SampleLease.of("db/1").intent()))
                .isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> store.entries().get("mounts/db")).isInstanceOf(ClosedException.class);
    }
}
