package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.ClosedException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing: what is refused, what is waited for, what is revoked, and how long it takes; and callers that are interrupted. */
@Timeout(60)
class CloseTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private final World world = World.ready(true);

    @Test
    void aClosedBrokerRefusesEverything() {
        SecretBroker broker = world.broker();
        broker.close();
        broker.close();

        List<Runnable> requests = List.of(
                () -> broker.read(PATH),
                () -> broker.write(PATH),
                () -> broker.delete(PATH),
                () -> broker.list(World.MOUNT + "/roles"),
                () -> broker.rotating(PATH),
                () -> broker.mounts().list(),
                () -> broker.mounts().disable(World.MOUNT),
                () -> broker.leases().count(""),
                () -> broker.leases().revoke("x"),
                () -> broker.leases().renew("x"),
                () -> broker.leases().lookup("x"),
                () -> broker.leases().pauseExpiry());
        assertThat(requests)
                .allSatisfy(request -> assertThatThrownBy(request::run).isInstanceOf(ClosedException.class));
    }

    @Test
    void aDurableStoreKeepsTheLeasesOfCallers() {
        world.broker().read(PATH);
        world.broker().close();

        assertThat(world.accounts()).hasSize(1);
        assertThat(world.node().scheduler().pending()).isEmpty();
        world.start();
        world.checkEverythingEnds();
    }

    @Test
    void aVolatileStoreIsEmptiedAlsoPastFailures() {
        World.Node node = world.start(false, builder -> builder);
        for (int i = 0; i < 5; i++) {
            node.broker().read(PATH);
        }
        world.target.failNext(AccountTarget.Fault.REFUSED);
        node.broker().close();

        assertThat(world.accounts()).hasSize(1);
        assertThat(world.node().enginesClosed()).hasValue(0);
        assertThat(node.enginesClosed()).hasValue(1);
        world.checkEverythingEnds();
    }

    @Test
    void closingIsBoundedHoweverManyLeasesThereAre() {
        World.Node node = world.start(false, builder -> builder.closeTimeout(Duration.ofSeconds(10)));
        for (int i = 0; i < 30; i++) {
            node.broker().read(PATH);
        }
        RotatingSecret rotating = node.broker().rotating(PATH);
        world.target.duringRemovals(() -> world.time.advance(Duration.ofSeconds(1)));
        Duration before = world.time.advanced();

        node.broker().close();

        assertThat(world.time.advanced().minus(before)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
        assertThat(world.accounts()).hasSizeBetween(18, 23);
        assertThat(world.hasAccount(rotating.status().lease().orElseThrow().id()))
                .isFalse();
    }

    @Test
    void closingRevokesAsMuchOfManySecretsAsTimeAllows() {
        World.Node node = world.start(builder -> builder.closeTimeout(Duration.ofSeconds(10)));
        for (int i = 0; i < 30; i++) {
            node.broker().rotating(PATH);
        }
        world.target.duringRemovals(() -> world.time.advance(Duration.ofSeconds(1)));

        node.broker().close();

        assertThat(world.accounts()).hasSizeBetween(18, 23);
        assertThat(node.scheduler().pending()).isEmpty();
    }

    @Test
    void aCreationUnderWayIsWaitedForAndRefusedToNobody() throws Exception {
        World.Node node = world.start(false, builder -> builder);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        world.target.meanwhile(AccountTarget.Place.AFTER_EFFECT, () -> {
            begun.countDown();
            await(mayEnd);
        });
        FutureTask<Secret> issue = start(() -> node.broker().read(PATH));
        await(begun);
        FutureTask<Boolean> close = start(() -> {
            node.broker().close();
            return true;
        });
        Awaitility.await().until(() -> refuses(node.broker()));
        assertThat(close).isNotDone();

        mayEnd.countDown();

        assertThat(issue.get(20, TimeUnit.SECONDS).lease()).isPresent();
        assertThat(close.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void aListenerCanAskTheBrokerAndCloseIt() {
        AtomicReference<SecretBroker> self = new AtomicReference<>();
        World.Node node = world.start(builder -> builder.closeTimeout(Duration.ofMinutes(10))
                .listener(event -> {
                    if (event instanceof LeaseholdEvent.LeaseIssued issued) {
                        assertThat(self.get().leases().lookup(issued.leaseId()).id())
                                .isEqualTo(issued.leaseId());
                        self.get().close();
                    }
                }));
        self.set(node.broker());

        assertThat(node.broker().read(PATH).lease()).isPresent();
        assertThat(refuses(node.broker())).isTrue();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        World.Node node = world.start(builder -> builder.listener(event -> {
            throw new IllegalStateException("a bad listener");
        }));
        Secret secret = node.broker().read(PATH);
        node.broker().leases().revoke(secret.lease().orElseThrow().id());
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void aCallerThatIsInterruptedWhileItWaitsLeavesNothing() throws Exception {
        World.Node node = world.start(builder -> builder.targetConcurrency(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        world.target.meanwhile(AccountTarget.Place.BEFORE_CONFIRMATION, () -> {
            begun.countDown();
            await(mayEnd);
        });
        FutureTask<Secret> first = start(() -> node.broker().read(PATH));
        await(begun);
        AtomicReference<Thread> waiting = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        FutureTask<Secret> second = start(() -> {
            waiting.set(Thread.currentThread());
            try {
                return node.broker().read(PATH);
            } finally {
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        Awaitility.await().until(() -> world.rows().size() == 2);
        waiting.get().interrupt();

        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(flag.get()).isTrue();
        mayEnd.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertThat(world.rows()).hasSize(1);
        world.checkInvariants();
    }

    @Test
    void whatAnEngineSaysNobodyKnowsIsNotFound() {
        assertThatThrownBy(() -> world.broker().read(World.MOUNT + "/creds/nobody"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("unknown role");
    }

    private static boolean refuses(SecretBroker broker) {
        try {
            broker.mounts().list();
            return false;
        } catch (ClosedException e) {
            return true;
        } catch (LeaseholdException e) {
            return false;
        }
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test-caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
