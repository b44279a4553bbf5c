package io.leasehold.pki.internal.tidy;

import java.util.List;

/**
 * A run, as stored: how far it has come is written after each page, so that another instance can go on where one died.
 *
 * @param state where it is
 * @param phase what it is at
 * @param cursor the last path of the phase that was looked at
 * @param startedAt when it began, in seconds since 1970
 * @param finishedAt when it ended, 0 when it has not
 * @param nextAt not before when it goes on
 * @param settings what it removes; one
 * @param done what it did; one
 * @param error why it failed, free of secrets
 */
record TidyRun(
        State state,
        Phase phase,
        String cursor,
        long startedAt,
        long finishedAt,
        long nextAt,
        List<TidyOptions> settings,
        List<TidyCounts> done,
        String error) {

    /** Where a run is. */
    enum State {
        INACTIVE,
        RUNNING,
        CANCELLING,
        CANCELLED,
        FINISHED,
        ERROR
    }

    /** What a run is at, in this order. */
    enum Phase {
        CERTIFICATES,
        SERIALS,
        REVOCATIONS,
        ISSUERS,
        END;

        Phase next() {
            return switch (this) {
                case CERTIFICATES -> SERIALS;
                case SERIALS -> REVOCATIONS;
                case REVOCATIONS -> ISSUERS;
                case ISSUERS, END -> END;
            };
        }
    }

    static final TidyRun NONE =
            new TidyRun(State.INACTIVE, Phase.END, "", 0, 0, 0, List.of(), List.of(TidyCounts.NONE), "");

    TidyRun {
        settings = List.copyOf(settings);
        done = List.copyOf(done);
        cursor = cursor == null ? "" : cursor;
        error = error == null ? "" : error;
    }

    static TidyRun begun(TidyOptions options, long now) {
        return new TidyRun(
                State.RUNNING, Phase.CERTIFICATES, "", now, 0, 0, List.of(options), List.of(TidyCounts.NONE), "");
    }

    boolean isActive() {
        return state == State.RUNNING || state == State.CANCELLING;
    }

    TidyOptions options() {
        return settings.get(0);
    }

    TidyCounts counts() {
        return done.get(0);
    }

    TidyRun at(Phase nextPhase, String nextCursor, TidyCounts more, long notBefore) {
        return new TidyRun(
                state, nextPhase, nextCursor, startedAt, 0, notBefore, settings, List.of(counts().plus(more)), "");
    }

    TidyRun cancelling() {
        return new TidyRun(State.CANCELLING, phase, cursor, startedAt, 0, nextAt, settings, done, "");
    }

    TidyRun ended(State as, long now, String why) {
        return new TidyRun(as, phase, cursor, startedAt, now, 0, settings, done, why);
    }
}
