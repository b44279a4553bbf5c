package io.leasehold.internal.broker;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.mount.MountRecord;
import io.leasehold.internal.routing.MountPath;
import io.leasehold.internal.text.Durations;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mount operations by path: {@code sys/mounts/…}. */
final class MountRoutes {

    private static final String TUNE = "/tune";

    private final MountOperations mounts;

    MountRoutes(MountOperations mounts) {
        this.mounts = mounts;
    }

    List<Route> routes() {
        return List.of(
                Route.at("mounts")
                        .on(Operation.READ, "Lists the mounts.", (call, none) -> list())
                        .on(
                                Operation.LIST,
                                "Names the mounts.",
                                (call, none) -> Reply.names(mounts.list().table().all().keySet().stream()
                                        .map(path -> path + "/")
                                        .toList()))
                        .build(),
                Route.at("mounts/{path*}")
                        .on(Operation.READ, "Reads a mount, or with /tune its TTLs.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Mounts an engine, or with /tune changes a mount.",
                                SystemRecords.MountRequest.class,
                                this::write)
                        .on(Operation.DELETE, "Disables a mount and revokes its leases.", (call, none) -> {
                            mounts.disable(call.variable("path"));
                            return Reply.none();
                        })
                        .build());
    }

    private Reply list() {
        Map<String, Object> all = new LinkedHashMap<>();
        mounts.list().table().all().forEach((path, mount) -> all.put(path + "/", RecordBinder.toMap(shown(mount))));
        return Reply.of(all);
    }

    private Reply read(Call call) {
        String path = call.variable("path");
        MountPath mountPath =
                MountPath.of(path.endsWith(TUNE) ? path.substring(0, path.length() - TUNE.length()) : path);
        MountRecord mount = mounts.list()
                .at(mountPath)
                .orElseThrow(() -> new NotFoundException("nothing is mounted at " + mountPath + "/"));
        return Reply.of(shown(mount));
    }

    private Reply write(Call call, SystemRecords.MountRequest request) {
        String path = call.variable("path");
        MountOperations.Options options = new MountOperations.Options(
                request.description(),
                ttl("default_lease_ttl", request.defaultLeaseTtl(), request.config()),
                ttl("max_lease_ttl", request.maxLeaseTtl(), request.config()));
        if (path.endsWith(TUNE)) {
            mounts.tune(path.substring(0, path.length() - TUNE.length()), options);
        } else {
            String type = request.type();
            if (type == null || type.isEmpty()) {
                throw new InvalidRequestException("type", "is required: the engine to mount, such as database");
            }
            mounts.enable(path, type, options);
        }
        return Reply.none();
    }

    private SystemRecords.Mount shown(MountRecord mount) {
        TtlLimits ttls = mounts.ttls(mount);
        return new SystemRecords.Mount(
                mount.id(), mount.type(), mount.description(), ttls.defaultTtl(), ttls.maxTtl(), mount.disabling());
    }

    /** An empty text keeps what is there, {@code system} inherits. */
    private static @Nullable Duration ttl(String field, @Nullable String direct, @Nullable Map<String, Object> config) {
        Object nested = config == null ? null : config.get(field);
        String text = direct == null && nested != null ? String.valueOf(nested) : direct;
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.equals("system")) {
            return Duration.ZERO;
        }
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(field, String.valueOf(e.getMessage()), e);
        }
    }
}
