package io.leasehold.it.crash;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lease operations in several threads, for as long as the process lives. Errors are expected and passed over. */
final class Load {

    private static final int THREADS = 4;
    private static final int HELD = 3;
    private static final List<String> ROLES = List.of(Roles.STATEMENTS, Roles.OWNER, Roles.BRIEF, Roles.BROKEN);

    private static final Duration BREATH = Duration.ofMillis(20);

    private final SecretBroker broker;
    private final long seed;
    private final Runnable succeeded;

    /**
     * Prepares the load.
     *
     * @param broker what is worked with
     * @param seed for what is done at random
     * @param succeeded is called after each operation that succeeds
     */
    Load(SecretBroker broker, long seed, Runnable succeeded) {
        this.broker = broker;
        this.seed = seed;
        this.succeeded = succeeded;
    }

    void runUntilKilled() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> work(random), "crash-child-load-" + i);
            thread.setUncaughtExceptionHandler((failed, unexpected) -> {
                unexpected.printStackTrace();
                Runtime.getRuntime().halt(2);
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work(Random random) {
        List<String> held = new ArrayList<>();
        while (true) {
            try {
                step(random, held);
                succeeded.run();
            } catch (LeaseholdException e) {
                // Target or store is away, or somebody else was faster: what the harness is about.
                breathe();
            }
        }
    }

    /** So that a child whose calls fail at once leaves the processor to the others. */
    private static void breathe() {
        try {
            TimeSource.system().sleep(BREATH);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void step(Random random, List<String> held) {
        if (held.isEmpty() || (held.size() < HELD && random.nextInt(3) == 0)) {
            String role = ROLES.get(random.nextInt(ROLES.size()));
            held.add(broker.read(Roles.path(role)).lease().orElseThrow().id());
            return;
        }
        int one = random.nextInt(held.size());
        switch (random.nextInt(3)) {
            case 0 -> broker.leases().renew(held.get(one), Duration.ofHours(1 + random.nextInt(5)));
            case 1 -> broker.leases().renew(held.get(one), Duration.ofSeconds(30));
            default -> broker.leases().revoke(held.remove(one));
        }
    }
}
