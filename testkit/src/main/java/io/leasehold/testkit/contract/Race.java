package io.leasehold.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several threads that do something at the same moment. */
final class Race {

    private static final int TIME_LIMIT_SECONDS = 120;

    private Race() {}

    /** What one participant does. */
    @FunctionalInterface
    interface Participant<T> {
        T run(int number) throws Exception;
    }

    /** Starts all participants together and returns what they returned, in the order of their numbers. */
    static <T> List<T> of(int participants, Participant<T> participant) throws Exception {
        CyclicBarrier start = new CyclicBarrier(participants);
        ExecutorService threads = Executors.newFixedThreadPool(participants);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < participants; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    start.await();
                    return participant.run(number);
                }));
            }
            return results(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> results(List<Future<T>> running)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        return results;
    }
}
