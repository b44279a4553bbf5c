package io.leasehold;

import io.leasehold.internal.broker.BrokerCore;
import io.leasehold.internal.broker.MountOperations;
import io.leasehold.internal.ttl.TtlLimits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Mount operations of the public API. */
final class DefaultMounts implements Mounts {

    private final BrokerCore core;
    private final MountOperations mounts;

    DefaultMounts(BrokerCore core) {
        this.core = core;
        this.mounts = core.mounts();
    }

    @Override
    public void enable(String path, String type) {
        enable(path, type, MountOptions.builder().build());
    }

    @Override
    public void enable(String path, String type, MountOptions options) {
        core.run(() -> {
            mounts.enable(path, type, internal(options));
            return true;
        });
    }

    @Override
    public void tune(String path, MountOptions options) {
        core.run(() -> {
            mounts.tune(path, internal(options));
            return true;
        });
    }

    @Override
    public void disable(String path) {
        core.run(() -> {
            mounts.disable(path);
            return true;
        });
    }

    @Override
    public Map<String, MountInfo> list() {
        return core.run(() -> {
            Map<String, MountInfo> all = new LinkedHashMap<>();
            mounts.list().table().all().forEach((path, mount) -> {
                TtlLimits ttls = mounts.ttls(mount);
                all.put(
                        path + "/",
                        new MountInfo(
                                path + "/",
                                mount.id(),
                                mount.type(),
                                mount.description(),
                                ttls.defaultTtl(),
                                ttls.maxTtl(),
                                mount.disabling()));
            });
            return Collections.unmodifiableMap(all);
        });
    }

    private static MountOperations.Options internal(MountOptions options) {
        return new MountOperations.Options(
                options.description().orElse(null),
                options.defaultLeaseTtl().orElse(null),
                options.maxLeaseTtl().orElse(null));
    }
}
