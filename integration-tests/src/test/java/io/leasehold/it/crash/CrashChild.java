package io.leasehold.it.crash;

import io.leasehold.event.EventListener;
import io.leasehold.it.crash.ChildOrders.Work;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.store.jdbc.WatchedStatements;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program that is killed: a broker that goes through a scenario, or works under load. It reads its orders from its
 * standard input and says on its standard output how far it is. When its parent is gone it ends too.
 */
public final class CrashChild {

    /** What it says whenever an operation under load has succeeded. */
    static final String OPERATION = "+";

    /** What it says when its scenario is completed. */
    static final String COMPLETED = "completed";

    /** The exit status of a child that halts where it was told to. */
    static final int HALTED = 86;

    private static final String END_OF_ORDERS = ".";

    private CrashChild() {}

    /** What is written to the standard input of a child. */
    static String input(ChildOrders orders) {
        return orders.text() + END_OF_ORDERS + "\n";
    }

    /**
     * Runs.
     *
     * @param args none
     * @throws Exception when something fails that should not
     */
    public static void main(String[] args) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ChildOrders orders = orders(input);
        endWithParent(input);
        SharedClock clock = SharedClock.open(orders.clockFile());
        if (orders.work() == Work.LOAD) {
            try (CrashBroker broker =
                    CrashBroker.start(orders.name(), orders.store(), orders.keyFile(), clock, event -> {})) {
                new Load(broker.broker(), orders.seed(), () -> say(OPERATION)).runUntilKilled();
            }
            return;
        }
        if (orders.work() == Work.ROTATIONS) {
            try (CrashBroker broker = start(orders, clock, event -> {})) {
                RotationScenario.run(broker.broker());
            }
        } else {
            Scenario scenario = new Scenario(clock);
            try (CrashBroker broker = start(orders, clock, scenario)) {
                scenario.run(broker.broker());
            }
        }
        say(COMPLETED);
        // Pools and clean-up threads of libraries are not waited for.
        Runtime.getRuntime().halt(0);
    }

    private static CrashBroker start(ChildOrders orders, SharedClock clock, EventListener listener) {
        if (!(orders.store() instanceof SqliteFile sqlite)) {
            return CrashBroker.start(orders.name(), orders.store(), orders.keyFile(), clock, listener);
        }
        return CrashBroker.start(
                orders.name(),
                WatchedStatements.watch(
                                CrashBroker.store(clock).sqliteFile(sqlite.file()),
                                new Halter(orders.haltAt(), orders.haltAfter()))
                        .open(),
                () -> {},
                orders.keyFile(),
                clock,
                listener);
    }

    /** Halts this process before or after the n-th exchange. */
    private static final class Halter implements WatchedStatements.Watcher {

        private final AtomicLong begun = new AtomicLong();
        private final AtomicLong ended = new AtomicLong();
        private final long before;
        private final long after;

        Halter(long at, boolean haltAfter) {
            this.before = haltAfter ? 0 : at;
            this.after = haltAfter ? at : 0;
        }

        @Override
        public void before() {
            haltAt(before, begun.incrementAndGet());
        }

        @Override
        public void after() {
            haltAt(after, ended.incrementAndGet());
        }

        private static void haltAt(long point, long count) {
            if (count == point) {
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }

    private static ChildOrders orders(BufferedReader input) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = input.readLine(); line != null && !line.equals(END_OF_ORDERS); line = input.readLine()) {
            text.append(line).append('\n');
        }
        return ChildOrders.of(text.toString());
    }

    private static void endWithParent(BufferedReader input) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (input.readLine() != null) {
                            // Nothing more is ever said.
                        }
                    } catch (IOException e) {
                        // The same as the end.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "crash-child-parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
