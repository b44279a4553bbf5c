package io.leasehold.internal.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.SealedBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several instances, each with its own {@link KeyRing}, on one store. */
class KeyRingInstancesTest {

    private static final int THREADS = 8;
    private static final SealContext CONTEXT = SealContext.entry("", "core/mounts");

    private final MasterKey master = MasterKey.fromBytes(AesGcm.randomKey());
    private final MapStorage storage = new MapStorage("store");
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void instancesThatStartAtOnceAgreeOnOneRing() throws Exception {
        for (int round = 0; round < 50; round++) {
            MapStorage fresh = new MapStorage("store " + round);
            CyclicBarrier start = new CyclicBarrier(THREADS);

            List<String> tags = inParallel(THREADS, i -> {
                start.await();
                return KeyRing.open(fresh, List.of(master)).indexKey().accountTag("target", "account");
            });

            assertThat(Set.copyOf(tags)).hasSize(1);
            assertThat(fresh.entries.map.get(KeyRing.PATH).version()).isEqualTo(1);
        }
    }

    @Test
    void noKeySealsMoreThanItsLimitOverAllInstances() throws Exception {
        SealBudget budget = new SealBudget(500, 1, 16);
        List<KeyRing> rings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rings.add(KeyRing.open(storage, List.of(master), budget));
        }
        Map<Integer, Integer> sealsOfKey = new ConcurrentHashMap<>();

        inParallel(THREADS, thread -> {
            Sealer sealer = new Sealer(rings.get(thread % rings.size()));
            for (int i = 0; i < 500; i++) {
                SealedBytes sealed = sealer.seal(CONTEXT, 1, new byte[] {1});
                sealsOfKey.merge(sealed.keyVersion(), 1, Integer::sum);
            }
            return thread;
        });

        assertThat(sealsOfKey.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(THREADS * 500);
        assertThat(sealsOfKey.values()).allMatch(seals -> seals <= 500);
        KeyRing after = KeyRing.open(storage, List.of(master), budget);
        after.status()
                .keys()
                .forEach(key -> assertThat(key.reservedSeals())
                        .isBetween((long) sealsOfKey.getOrDefault(key.version(), 0), 500L));
        assertThat(after.currentVersion()).isBetween(8, 10);
    }

    @Test
    void whatIsSealedWhileAnotherInstanceRotatesOpensEverywhere() throws Exception {
        KeyRing rotating = KeyRing.open(storage, List.of(master));
        KeyRing sealing = KeyRing.open(storage, List.of(master));
        AtomicBoolean rotated = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        Future<List<SealedBytes>> values = threads.submit(() -> {
            List<SealedBytes> sealed = new ArrayList<>();
            while (!rotated.get()) {
                sealed.add(new Sealer(sealing).seal(CONTEXT, 1, new byte[] {7}));
                sealing.refresh();
                started.countDown();
            }
            return sealed;
        });
        started.await();
        for (int i = 0; i < 30; i++) {
            rotating.rotateDataKey();
        }
        rotated.set(true);

        Sealer opening = new Sealer(KeyRing.open(storage, List.of(master)));
        for (SealedBytes value : values.get()) {
            assertThat(opening.open(CONTEXT, value)).containsExactly(7);
        }
        sealing.refresh();
        assertThat(sealing.currentVersion()).isEqualTo(31);
    }

    @Test
    void instancesThatRotateAtOnceNeverUseAVersionTwice() throws Exception {
        List<SealedBytes> values = inParallel(THREADS, i -> {
            KeyRing ring = KeyRing.open(storage, List.of(master));
            ring.rotateDataKey();
            return new Sealer(ring).seal(CONTEXT, 1, new byte[] {7});
        });

        KeyRing after = KeyRing.open(storage, List.of(master));
        Set<Integer> versions = new HashSet<>();
        after.status()
                .keys()
                .forEach(key -> assertThat(versions.add(key.version())).isTrue());
        for (SealedBytes value : values) {
            assertThat(new Sealer(after).open(CONTEXT, value)).containsExactly(7);
        }
    }

    @Test
    void theMasterKeyIsReplacedWithoutDowntime() {
        MasterKey next = MasterKey.fromBytes(AesGcm.randomKey());
        KeyRing first = KeyRing.open(storage, List.of(master));
        KeyRing second = KeyRing.open(storage, List.of(master));

        // Step 1: one instance after the other gets both keys; whichever order they are listed in.
        KeyRing firstWithBoth = KeyRing.open(storage, List.of(next, master));
        firstWithBoth.rotateDataKey();
        assertOpensFor(firstWithBoth, first, second);
        assertOpensFor(second, firstWithBoth);
        KeyRing secondWithBoth = KeyRing.open(storage, List.of(master, next));

        // Step 2.
        firstWithBoth.rewrap(next);
        firstWithBoth.rewrap(next);
        assertThat(firstWithBoth.status().masterKeyId()).isEqualTo(next.id());
        secondWithBoth.rotateDataKey();
        assertOpensFor(secondWithBoth, firstWithBoth);

        // Step 3.
        KeyRing firstWithNew = KeyRing.open(storage, List.of(next));
        assertOpensFor(firstWithNew, firstWithBoth, secondWithBoth);
        assertOpensFor(secondWithBoth, firstWithNew);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> KeyRing.open(storage, List.of(master)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY))
                .withMessageContaining(next.id())
                .withMessageContaining(master.id());
    }

    @Test
    void anInstanceThatMissedTheNewMasterKeyGoesOnWithTheKeysItHas() {
        KeyRing behind = KeyRing.open(storage, List.of(master), new SealBudget(100, 1, 1));
        KeyRing ahead = KeyRing.open(storage, List.of(master), new SealBudget(100, 1, 1));
        ahead.rewrap(MasterKey.fromBytes(AesGcm.randomKey()));

        behind.refresh();
        assertOpensFor(behind, ahead);
        assertOpensFor(ahead, behind);

        ahead.rotateDataKey();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(behind::refresh)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KEY));
    }

    @Test
    void aMasterKeyThatDoesNotUnwrapWhatItWrappedIsNotAdopted() {
        KeyRing ring = KeyRing.open(storage, List.of(master));
        MasterKey broken = new MasterKey() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public byte[] wrap(byte[] dataKey, byte[] context) {
                return master.wrap(dataKey, new byte[0]);
            }

            @Override
            public byte[] unwrap(byte[] wrapped, byte[] context) {
                return master.unwrap(wrapped, context);
            }
        };

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> ring.rewrap(broken));

        assertThat(KeyRing.open(storage, List.of(master)).status().masterKeyId())
                .isEqualTo(master.id());
    }

    private static void assertOpensFor(KeyRing sealing, KeyRing... opening) {
        SealedBytes sealed = new Sealer(sealing).seal(CONTEXT, 1, new byte[] {7});
        for (KeyRing ring : opening) {
            assertThat(new Sealer(ring).open(CONTEXT, sealed)).containsExactly(7);
        }
    }

    private interface Task<T> {
        T run(int thread) throws Exception;
    }

    private <T> List<T> inParallel(int count, Task<T> task) throws Exception {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int thread = i;
            tasks.add(() -> task.run(thread));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(tasks)) {
            results.add(future.get());
        }
        return results;
    }
}
