package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Engines have duties that nobody asks for: they begin with their broker, without any request. */
class BeginningTest {

    private static final Duration SECONDS = Duration.ofSeconds(8);

    private final SettableTime time = SettableTime.automatic();
    private final InMemoryStorage store = new InMemoryStorage(time);
    private final List<SecretBroker> brokers = new ArrayList<>();

    @AfterEach
    void close() {
        brokers.forEach(SecretBroker::close);
        store.close();
    }

    /** An engine type whose engines count the turns of their duty. */
    private static final class Dutiful implements SecretEngineProvider {

        private final String type;
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger turns = new AtomicInteger();
        private final AtomicInteger attempts = new AtomicInteger();
        private final AtomicBoolean broken = new AtomicBoolean();

        Dutiful(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public SecretEngine create(EngineContext context) {
            attempts.incrementAndGet();
            if (broken.get()) {
                throw new IllegalStateException("a part is missing");
            }
            made.incrementAndGet();
            context.duty("count", Duration.ofSeconds(1), turns::incrementAndGet);
            return new SecretEngine() {
                @Override
                public List<Route> routes() {
                    return List.of(Route.at("one")
                            .on(Operation.READ, "Reads.", (call, none) -> Reply.of(Map.of("one", 1)))
                            .build());
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }

    private record Node(SecretBroker broker, ManualScheduler scheduler) {}

    private Node start(SecretEngineProvider... types) {
        ManualScheduler scheduler = new ManualScheduler(time);
        SecretBroker.Builder builder = SecretBroker.builder()
                .name("beginning")
                .sharedStorage(store)
                .timeSource(time)
                .scheduler(scheduler);
        for (SecretEngineProvider type : types) {
            builder.engine(type);
        }
        SecretBroker broker = builder.build();
        brokers.add(broker);
        return new Node(broker, scheduler);
    }

    private void stop(Node node) {
        brokers.remove(node.broker());
        node.broker().close();
    }

    private void enabled(String path, String type) {
        Node node = start(new Dutiful(type));
        node.broker().mounts().enable(path, type);
        stop(node);
    }

    @Test
    void aDutyIsDoneAfterARestartWithoutAnyRequest() {
        enabled("one", "dutiful");
        Dutiful restarted = new Dutiful("dutiful");
        Node node = start(restarted);
        assertThat(restarted.made).as("not on the caller's thread").hasValue(0);

        node.scheduler().advance(SECONDS);

        assertThat(restarted.made).hasValue(1);
        assertThat(restarted.turns).hasPositiveValue();
        assertThat(node.broker().read("one/one").data()).containsEntry("one", 1);
        assertThat(restarted.made).hasValue(1);
    }

    @Test
    void aMountOfAnotherInstanceBeginsHereWithinSeconds() {
        Dutiful here = new Dutiful("dutiful");
        Node node = start(here);
        node.scheduler().advance(SECONDS);
        Node other = start(new Dutiful("dutiful"));
        other.broker().mounts().enable("late", "dutiful");

        node.scheduler().advance(SECONDS);

        assertThat(here.made).hasValue(1);
        assertThat(here.turns).hasPositiveValue();
    }

    @Test
    void aMountThatAnotherInstanceDisablesEndsHere() {
        enabled("one", "dutiful");
        Dutiful here = new Dutiful("dutiful");
        Node node = start(here);
        node.scheduler().advance(SECONDS);
        start(new Dutiful("dutiful")).broker().mounts().disable("one");
        node.scheduler().advance(SECONDS);
        int turns = here.turns.get();

        node.scheduler().advance(SECONDS);

        assertThat(here.closed).hasValue(1);
        assertThat(here.turns).hasValue(turns);
        assertThat(here.made).hasValue(1);
    }

    @Test
    void aMountWithoutItsTypeHurtsNoOther() {
        enabled("a", "elsewhere");
        enabled("b", "dutiful");
        enabled("c", "elsewhere");
        Dutiful here = new Dutiful("dutiful");
        Node node = start(here);

        node.scheduler().advance(SECONDS);

        assertThat(here.turns).hasPositiveValue();
        assertThatThrownBy(() -> node.broker().read("a/one"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("elsewhere");
    }

    @Test
    void aMountThatCannotBeginIsTriedAgainAndHurtsNoOther() {
        enabled("a", "fragile");
        enabled("b", "dutiful");
        Dutiful fragile = new Dutiful("fragile");
        fragile.broken.set(true);
        Dutiful here = new Dutiful("dutiful");
        Node node = start(fragile, here);

        node.scheduler().advance(SECONDS);
        assertThat(here.turns).hasPositiveValue();
        assertThat(fragile.attempts).hasPositiveValue();
        assertThat(fragile.made).hasValue(0);

        fragile.broken.set(false);
        node.scheduler().advance(SECONDS);
        assertThat(fragile.turns).hasPositiveValue();
    }

    /** With threads of its own, which this moment may find anywhere. */
    @Test
    void aBrokerThatIsClosedAtOnceLeavesNoThreadAndNoEngine() {
        for (int i = 0; i < 20; i++) {
            enabled("mount-" + i, "dutiful");
        }
        Dutiful here = new Dutiful("dutiful");
        for (int i = 0; i < 10; i++) {
            SecretBroker.builder()
                    .name("brief")
                    .sharedStorage(store)
                    .engine(here)
                    .build()
                    .close();
        }

        // A pool has ended when its last thread has nothing more to do, which is a moment before that thread is gone.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("leasehold-brief")));
        assertThat(here.closed).hasValue(here.made.get());
    }
}
