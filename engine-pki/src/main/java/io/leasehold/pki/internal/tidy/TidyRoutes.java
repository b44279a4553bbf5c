package io.leasehold.pki.internal.tidy;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;

/** {@code tidy}, {@code tidy-status}, {@code tidy-cancel} and {@code config/auto-tidy}. */
public final class TidyRoutes {

    private final Tidying tidying;

    /**
     * Creates the routes.
     *
     * @param tidying tidies
     */
    public TidyRoutes(Tidying tidying) {
        this.tidying = tidying;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.at("tidy")
                        .on(
                                Operation.WRITE,
                                "Begins to remove what is expired, in the background.",
                                TidyOptions.class,
                                (call, options) -> begin(options))
                        .build(),
                Route.at("tidy-status")
                        .on(Operation.READ, "Shows what tidying has come to.", (call, none) -> status())
                        .build(),
                Route.at("tidy-cancel")
                        .on(
                                Operation.WRITE,
                                "Ends the tidying under way, after its page.",
                                (call, none) -> Reply.of(TidyStatus.of(tidying.cancel())))
                        .build(),
                Route.at("config/auto-tidy")
                        .on(Operation.READ, "Shows when to tidy.", (call, none) -> Reply.of(tidying.auto()))
                        .on(
                                Operation.WRITE,
                                "Sets when to tidy; changes only the fields sent.",
                                AutoTidy.class,
                                (call, fields) -> Reply.of(tidying.changeAuto(call::bindOver)))
                        .build());
    }

    private Reply begin(TidyOptions options) {
        return Reply.of(TidyStatus.of(begun(options)), List.of("read tidy-status to see what it comes to"));
    }

    private TidyRun begun(TidyOptions options) {
        if (!tidying.begin(options)) {
            throw new ConflictException("tidying is under way already: read tidy-status, or end it with tidy-cancel");
        }
        return tidying.status();
    }

    private Reply status() {
        return Reply.of(TidyStatus.of(tidying.status()));
    }
}
