package io.leasehold.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

class RecordingEventsTest {

    private final RecordingEvents events = new RecordingEvents();

    @Test
    void keepsEventsInOrderAndByKind() {
        LeaseholdEvent.TargetUp up = new LeaseholdEvent.TargetUp("t");
        LeaseholdEvent.ExpiryResumed resumed = new LeaseholdEvent.ExpiryResumed();
        events.on(up);
        events.on(resumed);

        assertThat(events.all()).containsExactly(up, resumed);
        assertThat(events.of(LeaseholdEvent.TargetUp.class)).containsExactly(up);
        events.clear();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void waitsForAnEventOfAnotherThread() throws Exception {
        CompletableFuture<Void> teller = CompletableFuture.runAsync(() -> {
            events.on(new LeaseholdEvent.TargetUp("other"));
            events.on(new LeaseholdEvent.TargetUp("wanted"));
        });

        LeaseholdEvent.TargetUp found = events.await(
                LeaseholdEvent.TargetUp.class, up -> up.targetId().equals("wanted"), Duration.ofSeconds(10));

        assertThat(found.targetId()).isEqualTo("wanted");
        teller.get();
        assertThatThrownBy(() -> events.await(LeaseholdEvent.TargetDown.class, down -> true, Duration.ofMillis(100)))
                .isInstanceOf(ConditionTimeoutException.class);
    }
}
