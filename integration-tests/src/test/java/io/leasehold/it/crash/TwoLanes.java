package io.leasehold.it.crash;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two pieces of work side by side, as most machines have two processors. */
final class TwoLanes {

    private TwoLanes() {}

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /** Runs both to their ends and then throws what one of them threw. */
    static void run(Work one, Work other) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(2, work -> new Thread(work, "crash-harness-lane"));
        try {
            Future<?> first = lanes.submit(() -> done(one));
            Future<?> second = lanes.submit(() -> done(other));
            try {
                first.get();
            } finally {
                second.get();
            }
        } finally {
            lanes.shutdown();
        }
    }

    private static boolean done(Work work) throws Exception {
        try {
            work.run();
            return true;
        } catch (Exception | Error e) {
            // At once, as the other lane may take minutes still, and its failure would hide this one.
            e.printStackTrace();
            throw e;
        }
    }
}
