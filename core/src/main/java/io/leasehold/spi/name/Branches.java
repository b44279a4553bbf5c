package io.leasehold.spi.name;

import java.util.ArrayList;
import java.util.List;

/** Decides where a template's conditions lead. */
interface Branches {

    /** By their values. */
    Branches BY_VALUE = TemplateValue::holds;

    /** Whether to go where the condition holds, which is not constant. */
    boolean take(TemplateValue condition);

    /**
     * All ways through a template, one after another, whatever the conditions say: what a template is judged by. Not
     * thread-safe.
     */
    final class AllWays implements Branches {

        private final List<Boolean> way = new ArrayList<>();
        private int at;

        @Override
        public boolean take(TemplateValue condition) {
            if (at == way.size()) {
                way.add(true);
            }
            return way.get(at++);
        }

        /** Goes back to the beginning, to go the same way again. */
        void again() {
            at = 0;
        }

        /** Turns to the next way; false when there is none. */
        boolean next() {
            at = 0;
            while (!way.isEmpty() && !way.get(way.size() - 1)) {
                way.remove(way.size() - 1);
            }
            if (way.isEmpty()) {
                return false;
            }
            way.set(way.size() - 1, false);
            return true;
        }
    }
}
