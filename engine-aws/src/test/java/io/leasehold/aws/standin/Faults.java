package io.leasehold.aws.standin;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on request. Of the faults that are planned for an action the one that was planned first strikes, until it has
 * struck often enough. Thread-safe.
 */
public final class Faults {

    /** Stands for every action. */
    public static final String ANY = "*";

    private final List<Plan> plans = new ArrayList<>();

    Faults() {}

    /** Plans a fault of an action, such as {@code CreateUser}: for its next request, unless the plan says otherwise. */
    public Plan on(String action) {
        return new Plan(action);
    }

    /** Forgets all plans. What waits at a hold goes on. */
    public synchronized void clear() {
        plans.forEach(plan -> plan.holds.forEach(Hold::release));
        plans.clear();
    }

    /** The fault of a request, which counts as one. */
    synchronized Optional<Fault> next(String action) {
        for (Plan plan : plans) {
            if ((plan.action.equals(ANY) || plan.action.equals(action)) && plan.isDue()) {
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }

    private synchronized void add(Plan plan, Fault fault) {
        plan.fault = fault;
        plans.add(plan);
    }

    /**
     * Trouble before the effect of a request or after it.
     *
     * @param afterEffect whether the action is done all the same
     * @param trouble what happens
     */
    record Fault(boolean afterEffect, Trouble trouble) {}

    /** Does nothing, waits, answers with an error, or cuts the connection. */
    @FunctionalInterface
    interface Trouble {

        void strike() throws ConnectionCut;
    }

    /** The connection is to be closed without an answer. */
    static final class ConnectionCut extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /** A fault in the making: which requests, and then what. */
    public final class Plan {

        private final String action;
        private final List<Hold> holds = new ArrayList<>();
        private int skip;
        private int times = 1;
        private Fault fault;

        private Plan(String action) {
            this.action = action;
        }

        /** Leaves the next requests alone. */
        public Plan skip(int requests) {
            skip = requests;
            return this;
        }

        /** Strikes that often. */
        public Plan times(int requests) {
            times = requests;
            return this;
        }

        /** Strikes until the faults are cleared. */
        public Plan always() {
            return times(Integer.MAX_VALUE);
        }

        /** An error instead of the effect. */
        public void fail(AwsError error) {
            plan(false, () -> {
                throw error;
            });
        }

        /** The effect, and an error for an answer. */
        public void failAfterEffect(AwsError error) {
            plan(true, () -> {
                throw error;
            });
        }

        /** The connection is cut, and nothing was done. */
        public void loseRequest() {
            plan(false, Plan::cut);
        }

        /** All was done, and the connection is cut before the answer. */
        public void loseResponse() {
            plan(true, Plan::cut);
        }

        /** The effect at once, and the answer late, in real time. */
        public void answerAfter(Duration delay) {
            plan(true, () -> sleep(delay));
        }

        /** The next request stops before its effect. */
        public Hold holdRequest() {
            return hold(false);
        }

        /** The next request stops after its effect and before its answer. */
        public Hold holdResponse() {
            return hold(true);
        }

        private Hold hold(boolean afterEffect) {
            Hold hold = new Hold();
            holds.add(hold);
            plan(afterEffect, hold::pass);
            return hold;
        }

        private void plan(boolean afterEffect, Trouble trouble) {
            add(this, new Fault(afterEffect, trouble));
        }

        private boolean isDue() {
            if (skip > 0) {
                skip--;
                return false;
            }
            if (times == 0) {
                return false;
            }
            times--;
            return true;
        }

        private static void cut() throws ConnectionCut {
            throw new ConnectionCut();
        }

        private static void sleep(Duration delay) {
            try {
                TimeSource.system().sleep(delay);
            } catch (InterruptedException e) {
                // The stand-in is closing.
                Thread.currentThread().interrupt();
            }
        }
    }
}
