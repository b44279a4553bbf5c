package io.leasehold.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final LeaseholdEvent UP = new LeaseholdEvent.TargetUp("t");

    @Test
    void whoSubscribesIsToldUntilTheEnd() {
        List<LeaseholdEvent> heard = new ArrayList<>();
        Events events = new Events(List.of());
        events.publish(UP);
        Runnable end = events.subscribe(heard::add);
        events.publish(UP);
        end.run();
        end.run();
        events.publish(UP);

        assertThat(heard).hasSize(1);
    }

    @Test
    void oneListenerSubscribedTwiceIsEndedOnceAtATime() {
        List<LeaseholdEvent> heard = new ArrayList<>();
        EventListener listener = heard::add;
        Events events = new Events(List.of());
        Runnable first = events.subscribe(listener);
        events.subscribe(listener);
        first.run();
        first.run();
        events.publish(UP);

        assertThat(heard).hasSize(1);
    }

    @Test
    void aListenerThatThrowsKeepsNobodyFromBeingTold() {
        List<LeaseholdEvent> heard = new ArrayList<>();
        Events events = new Events(List.of(event -> {
            throw new IllegalStateException("not interested");
        }));
        events.subscribe(heard::add);
        events.publish(UP);

        assertThat(heard).hasSize(1);
    }

    @Test
    void originsAreMountAndWhatStandsBeforeTheRandomEnd() {
        assertThat(Origin.ofLease("team/db", "team/db/creds/app/abc")).isEqualTo(new Origin("team/db", "creds/app"));
        assertThat(Origin.ofPath("pki", "pki/issue/web")).isEqualTo(new Origin("pki", "issue/web"));
        assertThat(Origin.ofLease("db", "db/abc")).isEqualTo(new Origin("db", ""));
        assertThat(new Origin("team/db", "creds/app").path()).isEqualTo("team/db/creds/app");
    }
}
