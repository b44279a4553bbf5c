package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A lease is sealed within its insert, while the store's one connection is held; whoever changes the key ring holds the ring
 * and needs that connection. Neither may wait for the other.
 */
class SealWhileKeysChangeTest {

    /** Both sides block, and the common pool may have one thread only. */
    private static final Executor OWN_THREAD = task -> {
        Thread thread = new Thread(task, "leasehold-test");
        thread.setDaemon(true);
        thread.start();
    };

    @Test
    void anIssueEndsThatMeetsAChangeOfTheKeysInTheMiddleOfItsInsert() throws Exception {
        World world = World.ready(true);
        OneConnection connection = new OneConnection();
        SecretBroker broker = world.start(
                        settings -> settings.sharedStorage(new FaultyStorage(world.store, connection, true)))
                .broker();
        String first = issue(broker);
        // Another instance replaces the key; this one learns of it when it begins to replace it too, in the middle
        // below.
        world.broker().write("sys/rotate");

        connection.collideNextWriteWith(() -> broker.write("sys/rotate"));
        String second =
                CompletableFuture.supplyAsync(() -> issue(broker), OWN_THREAD).get(30, TimeUnit.SECONDS);

        connection.other().get(30, TimeUnit.SECONDS);
        assertThat(broker.read("sys/key-status").data()).containsEntry("current_version", 3);
        for (String id : List.of(first, second)) {
            assertThat(broker.leases().lookup(id).error()).isEmpty();
            broker.leases().revoke(id);
        }
        assertThat(world.rows()).isEmpty();
    }

    private static String issue(SecretBroker broker) {
        return broker.read(World.MOUNT + "/creds/app").lease().orElseThrow().id();
    }

    /** Serves one call at a time, as an SQLite file does, and lets two writes collide. */
    private static final class OneConnection implements FaultyStorage.Calls {

        private final ReentrantLock connection = new ReentrantLock();
        private final CountDownLatch otherComes = new CountDownLatch(1);
        private final CountDownLatch firstHasIt = new CountDownLatch(1);
        private final CompletableFuture<Void> other = new CompletableFuture<>();
        private volatile @Nullable Runnable task;
        private volatile boolean colliding;

        /** The next write starts the task, and has the connection when the task's first write wants it. */
        void collideNextWriteWith(Runnable otherTask) {
            task = otherTask;
        }

        CompletableFuture<Void> other() {
            return other;
        }

        @Override
        public <T> T read(Supplier<T> call) {
            connection.lock();
            try {
                return call.get();
            } finally {
                connection.unlock();
            }
        }

        @Override
        public <T> T write(Supplier<T> call) {
            Runnable starting = task;
            if (starting != null) {
                task = null;
                colliding = true;
                other.completeAsync(
                        () -> {
                            starting.run();
                            return null;
                        },
                        OWN_THREAD);
                await(otherComes);
                return read(() -> {
                    firstHasIt.countDown();
                    return call.get();
                });
            }
            if (colliding) {
                colliding = false;
                otherComes.countDown();
                await(firstHasIt);
            }
            return read(call);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
