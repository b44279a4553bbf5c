package io.leasehold.spi.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a handler answers. */
public sealed interface Reply {

    /**
     * Done, nothing to say.
     *
     * @return the empty reply
     */
    static Reply none() {
        return new Data(Map.of(), List.of());
    }

    /**
     * A value.
     *
     * @param value a record, or a map with snake_case keys
     * @return the reply
     */
    static Reply of(Object value) {
        return new Data(value, List.of());
    }

    /**
     * A value with warnings.
     *
     * @param value a record, or a map with snake_case keys
     * @param warnings what the caller should know, free of secrets
     * @return the reply
     */
    static Reply of(Object value, List<String> warnings) {
        return new Data(value, warnings);
    }

    /**
     * Names, for a list.
     *
     * @param names the names, folders ending in a slash
     * @return the reply
     */
    static Reply names(List<String> names) {
        return new Names(names);
    }

    /**
     * A credential to be made under a lease.
     *
     * @param plan how
     * @return the reply
     */
    static Reply leased(Plan plan) {
        return new Leased(plan);
    }

    /**
     * A credential to be made that ends by itself and has no lease, such as a certificate.
     *
     * @param creation makes it; called once, on the caller's thread, when quotas let it
     * @return the reply
     */
    static Reply selfEnding(Supplier<SelfEnding.Credential> creation) {
        return new SelfEnding(creation);
    }

    /**
     * A value with warnings.
     *
     * @param value a record, or a map with snake_case keys; components marked sensitive, and all of a plain map, are masked
     *     in text forms
     * @param warnings what the caller should know
     */
    record Data(Object value, List<String> warnings) implements Reply {

        /** Takes copies. */
        public Data {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "Data[warnings=" + warnings + "]";
        }
    }

    /**
     * Names.
     *
     * @param names the names
     */
    record Names(List<String> names) implements Reply {

        /** Takes copies. */
        public Names {
            names = List.copyOf(names);
        }
    }

    /**
     * A credential to be made.
     *
     * @param plan how
     */
    record Leased(Plan plan) implements Reply {}

    /**
     * A credential to be made that ends by itself and has no lease.
     *
     * @param creation makes it
     */
    record SelfEnding(Supplier<Credential> creation) implements Reply {

        /**
         * What was made.
         *
         * @param value a record, or a map with snake_case keys
         * @param validFor how long it is valid from now on; a rotating secret replaces it in time
         * @param warnings what the caller should know, free of secrets
         */
        public record Credential(Object value, Duration validFor, List<String> warnings) {

            /** Takes copies. */
            public Credential {
                warnings = List.copyOf(warnings);
            }

            @Override
            public String toString() {
                return "Credential[validFor=" + validFor + "]";
            }
        }
    }
}
