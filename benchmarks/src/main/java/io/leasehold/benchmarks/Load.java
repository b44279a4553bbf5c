package io.leasehold.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs operations on some threads for a while and tells the rate. */
final class Load {

    private Load() {}

    /** One thread's operation, repeated. */
    interface Operation {
        void run() throws Exception;
    }

    /**
     * Operations per second.
     *
     * @param threads how many threads
     * @param duration for how long
     * @param operations makes each thread's operation
     */
    static double rate(int threads, Duration duration, IntFunction<Operation> operations) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long end = System.nanoTime() + duration.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                Operation operation = operations.apply(i);
                counts.add(executor.submit(() -> {
                    long done = 0;
                    while (System.nanoTime() - end < 0) {
                        operation.run();
                        done++;
                    }
                    return done;
                }));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an operation failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
