package io.leasehold.internal.broker;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.event.Origin;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.lease.IssueRequest;
import io.leasehold.internal.lease.Issuer;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.internal.limit.Quotas;
import io.leasehold.internal.mount.EngineRoom;
import io.leasehold.internal.mount.MountRecord;
import io.leasehold.internal.mount.MountStore;
import io.leasehold.internal.mount.MountedEngine;
import io.leasehold.internal.mount.Mounts;
import io.leasehold.internal.routing.MountTable;
import io.leasehold.internal.routing.Router;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Caller;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a request from its path to its answer: route, bind, handle, and for a credential the lease protocol. Authorisation
 * and audit have their place here, before and after. Thread-safe.
 */
public final class Pipeline {

    private static final String SYSTEM = "sys";

    /** How often a credential is planned anew because something it was based on changed, or its account was taken. */
    private static final int PLANS = 5;

    private final MountStore mounts;
    private final EngineRoom engines;
    private final Router system;
    private final Leasing leasing;
    private final Quotas quotas;
    private final MountOperations mountOperations;
    private final SealedEntries sealed;
    private final Events events;
    private final TimeSource time;

    Pipeline(
            MountStore mounts,
            EngineRoom engines,
            List<Route> systemRoutes,
            Leasing leasing,
            Quotas quotas,
            MountOperations mountOperations,
            SealedEntries sealed,
            Events events,
            TimeSource time) {
        this.mounts = mounts;
        this.engines = engines;
        this.system = Router.compile(SYSTEM, systemRoutes);
        this.leasing = leasing;
        this.quotas = quotas;
        this.mountOperations = mountOperations;
        this.sealed = sealed;
        this.events = events;
        this.time = time;
    }

    /**
     * Answers a request.
     *
     * @param operation what is asked
     * @param rawPath the path
     * @param fields the fields by snake_case name
     * @param caller who asks
     * @return the answer
     */
    public Response handle(Operation operation, String rawPath, Map<String, Object> fields, Caller caller) {
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        if (path.equals(SYSTEM) || path.startsWith(SYSTEM + "/")) {
            String rest = path.length() > SYSTEM.length() ? path.substring(SYSTEM.length() + 1) : "";
            return plain(path, reply(system, operation, rest, path, fields, caller));
        }
        for (int i = 0; ; i++) {
            Mounts known = mounts.read();
            MountTable.Found<MountRecord> found = resolve(known, path);
            MountRecord mount = found.mount();
            if (mount.disabling()) {
                throw new NotFoundException("the mount at " + mount.path() + "/ is being disabled");
            }
            MountedEngine engine = engines.engine(mount);
            Reply reply = reply(engine.router(), operation, found.remainder(), path, fields, caller);
            Origin origin = Origin.ofPath(mount.path(), withoutSlash(path));
            if (reply instanceof Reply.SelfEnding ending) {
                return selfEnding(origin, ending);
            }
            if (!(reply instanceof Reply.Leased leased)) {
                return plain(path, reply);
            }
            if (i == 0) {
                spend(origin);
            }
            Optional<Response> issued = issue(known, mount, engine, origin, leased.plan());
            if (issued.isPresent()) {
                return issued.get();
            }
            if (i == PLANS) {
                throw new ConflictException(path + ": what the credential is based on kept changing; try again");
            }
            sealed.forgetAll();
        }
    }

    /** A mount that was made a moment ago elsewhere is looked for before it is said to be missing. */
    private MountTable.Found<MountRecord> resolve(Mounts known, String path) {
        try {
            return known.table().resolve(path);
        } catch (NotFoundException e) {
            sealed.forgetAll();
            return mounts.read().table().resolve(path);
        }
    }

    private static Reply reply(
            Router router, Operation operation, String rest, String path, Map<String, Object> fields, Caller caller) {
        Router.Match match = router.match(operation, rest);
        return bound(match.endpoint(), new Call(operation, path, match.variables(), fields, caller));
    }

    private static <T extends Record> Reply bound(Route.Endpoint<T> endpoint, Call call) {
        return endpoint.handler().handle(call, RecordBinder.bind(call.fields(), endpoint.request()));
    }

    private Response selfEnding(Origin origin, Reply.SelfEnding reply) {
        spend(origin);
        long start = time.nanoTime();
        try {
            Reply.SelfEnding.Credential made = reply.creation().get();
            events.publish(new LeaseholdEvent.CredentialIssued(origin, made.validFor(), since(start)));
            return Response.of(made.value(), null, made.warnings()).validFor(made.validFor());
        } catch (LeaseholdException e) {
            throw failed(origin, start, e);
        }
    }

    private static Response plain(String path, Reply reply) {
        if (reply instanceof Reply.Data data) {
            return Response.of(data.value(), null, data.warnings());
        }
        if (reply instanceof Reply.Names names) {
            return Response.names(names.names());
        }
        throw new IllegalStateException(path + ": the engine planned a credential where there are no leases");
    }

    private Optional<Response> issue(Mounts known, MountRecord mount, MountedEngine engine, Origin origin, Plan plan) {
        String path = origin.path();
        if (!(engine.engine() instanceof LeasedEngine leased)) {
            throw new IllegalStateException(path + ": the engine planned a credential and has no leases");
        }
        long start = time.nanoTime();
        try {
            Optional<Issuer.Issued> issued = leasing.issuer()
                    .issue(new IssueRequest(
                            path,
                            mount.id(),
                            leased,
                            mountOperations.ttls(mount),
                            plan,
                            MountStore.guard(known),
                            quotas.countLimits(path),
                            engine.entries()::storePath));
            return issued.map(made ->
                    Response.of(made.credential(), made.lease(), made.lease().warnings()));
        } catch (LeaseholdException e) {
            throw failed(origin, start, e);
        }
    }

    private void spend(Origin origin) {
        long start = time.nanoTime();
        try {
            quotas.spend(origin.path());
        } catch (LimitExceededException e) {
            throw failed(origin, start, e);
        }
    }

    private LeaseholdException failed(Origin origin, long start, LeaseholdException failure) {
        String error = String.valueOf(failure.getMessage());
        if (failure instanceof LimitExceededException) {
            events.publish(new LeaseholdEvent.LimitReached(origin, error));
        }
        events.publish(new LeaseholdEvent.IssueFailed(origin.path(), origin, error, since(start)));
        return failure;
    }

    private Duration since(long start) {
        return Duration.ofNanos(time.nanoTime() - start);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
