package io.leasehold.it.crash;

import io.leasehold.it.crash.ChildOrders.Work;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One to three processes work on one store, something is disturbed for a while, and all of them are killed at random moments,
 * or one of them is frozen, overtaken by a recovery, and goes on past its deadlines.
 */
final class ChaosRound {

    private static final int MOST_CHILDREN = 3;
    private static final int MOST_OPERATIONS = 40;
    private static final int FREEZE_ONE_IN = Integer.getInteger("leasehold.chaos.freeze", 4);
    private static final int FREEZE_ATTEMPTS = 200;

    private final Lane lane;
    private final StorePlace childStore;
    private final Disturbance disturbance;
    private final Recovery recovery;
    private final CrashReport report;
    private final Random random;

    ChaosRound(
            Lane lane,
            StorePlace childStore,
            Disturbance disturbance,
            Recovery recovery,
            CrashReport report,
            Random random) {
        this.lane = lane;
        this.childStore = childStore;
        this.disturbance = disturbance;
        this.recovery = recovery;
        this.report = report;
        this.random = random;
    }

    /** Runs the round; returns whether there was the disturbance, in whose place a process may be frozen. */
    boolean run(String name) throws InterruptedException {
        Freeze freeze = freeze();
        String what = name + (freeze == Freeze.NONE ? ", " + disturbance.name() : freeze.what);
        List<ChildProcess> children = start();
        try {
            for (ChildProcess child : children) {
                child.awaitOperations(1 + random.nextInt(MOST_OPERATIONS));
            }
            switch (freeze) {
                case NONE -> disturbAndKill(children);
                case ANYWHERE -> freezeOneAndKillTheOthers(what, children);
                case WRITING -> freezeTheWriter(what, children);
            }
        } finally {
            children.forEach(ChildProcess::close);
        }
        recovery.recoverAndClear(what);
        return freeze == Freeze.NONE;
    }

    /** Whether and where a process is frozen in a round. */
    private enum Freeze {
        NONE(""),
        ANYWHERE(", one process frozen"),
        /** It holds the write lock of the SQLite file. */
        WRITING(", one process frozen while it writes to the store");

        private final String what;

        Freeze(String what) {
            this.what = what;
        }
    }

    private Freeze freeze() {
        if (FREEZE_ONE_IN == 0 || random.nextInt(FREEZE_ONE_IN) != 0) {
            return Freeze.NONE;
        }
        return lane.store() instanceof SqliteFile && random.nextBoolean() ? Freeze.WRITING : Freeze.ANYWHERE;
    }

    private List<ChildProcess> start() {
        List<ChildProcess> children = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_CHILDREN);
        for (int i = 0; i < count; i++) {
            children.add(lane.start(lane.orders(Work.LOAD, "child" + i, childStore, 0, false, random.nextLong())));
        }
        return children;
    }

    private void disturbAndKill(List<ChildProcess> children) throws InterruptedException {
        List<ChildProcess> order = new ArrayList<>(children);
        Collections.shuffle(order, random);
        int killedMeanwhile = random.nextInt(order.size() + 1);
        disturbance.begin().run();
        try {
            for (ChildProcess child : order.subList(0, killedMeanwhile)) {
                pause(600);
                kill(child);
            }
            pause(600);
        } finally {
            disturbance.end().run();
        }
        for (ChildProcess child : order.subList(killedMeanwhile, order.size())) {
            pause(500);
            kill(child);
        }
    }

    private void freezeOneAndKillTheOthers(String what, List<ChildProcess> children) throws InterruptedException {
        ChildProcess frozen = children.get(0);
        freeze(frozen, false);
        for (ChildProcess child : children.subList(1, children.size())) {
            kill(child);
        }
        recovery.recover(what);
        frozen.resume();
        pause(1_000);
        kill(frozen);
    }

    /**
     * A process that is stopped while it writes to an SQLite file keeps everybody else from writing until it goes on or ends,
     * which nobody but the operating system can bring about. So the time of the recovery starts then.
     */
    private void freezeTheWriter(String what, List<ChildProcess> children) throws InterruptedException {
        ChildProcess frozen = children.get(0);
        for (ChildProcess child : children.subList(1, children.size())) {
            kill(child);
        }
        freeze(frozen, true);
        new LockedStore(lane).requireReadableAndRefusing(what);
        if (random.nextBoolean()) {
            frozen.resume();
            pause(1_000);
        }
        kill(frozen);
    }

    /** Freezes a child while somebody holds the write lock of the store, or while nobody does. */
    private void freeze(ChildProcess child, boolean writing) throws InterruptedException {
        for (int attempt = 0; attempt < FREEZE_ATTEMPTS; attempt++) {
            child.stop();
            if (lane.storeIsLocked() == writing) {
                return;
            }
            child.resume();
            pause(20);
        }
        throw new IllegalStateException("a child could not be frozen " + (writing ? "while" : "when not") + " writing");
    }

    private void kill(ChildProcess child) {
        child.requireAlive();
        child.kill();
        report.killed();
        report.operations(child.operations());
    }

    /** Lets the children work for a random while: real time is what they work in. */
    private void pause(int longestMillis) throws InterruptedException {
        TimeSource.system().sleep(Duration.ofMillis(random.nextInt(longestMillis)));
    }
}
