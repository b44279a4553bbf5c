package io.leasehold.spring.declaration;

import io.leasehold.MountInfo;
import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes mounts that are declared and missing, and tunes those that are declared otherwise. */
final class MountApplier {

    private final SecretBroker broker;

    MountApplier(SecretBroker broker) {
        this.broker = broker;
    }

    void apply(DeclaredMount mount) {
        try {
            MountInfo present = ensure(mount.path(), mount.type(), mount.options(), mount.property());
            if (differs(mount, present)) {
                broker.mounts().tune(mount.path(), mount.options());
            }
        } catch (InvalidRequestException e) {
            boolean path = e.field().filter("path"::equals).isPresent();
            throw path
                    ? LeaseholdStartException.of(mount.property(), e)
                    : LeaseholdStartException.at(mount.property(), e);
        } catch (LeaseholdException e) {
            throw LeaseholdStartException.of(mount.property(), e);
        }
    }

    /** A mount of the starter's own. */
    void require(String path, String type, String description) {
        ensure(path, type, MountOptions.builder().description(description).build(), "leasehold.mounts." + path);
    }

    private MountInfo ensure(String path, String type, MountOptions options, String property) {
        Optional<MountInfo> present = find(path);
        if (present.isEmpty()) {
            try {
                broker.mounts().enable(path, type, options);
            } catch (ConflictException e) {
                // Another instance may have been faster.
                if (find(path).isEmpty()) {
                    throw e;
                }
            }
            present = find(path);
        }
        MountInfo mount = present.orElseThrow(() -> new LeaseholdStartException(property, "was unmounted at once"));
        if (!mount.type().equals(type)) {
            throw new LeaseholdStartException(
                    property + ".type",
                    "is " + type + ", but what is mounted at " + path + " is of type " + mount.type()
                            + ": declare that type, take another path, or disable the mount");
        }
        return mount;
    }

    private Optional<MountInfo> find(String path) {
        for (Map.Entry<String, MountInfo> mount : broker.mounts().list().entrySet()) {
            if (bare(mount.getKey()).equals(bare(path))) {
                return Optional.of(mount.getValue());
            }
        }
        return Optional.empty();
    }

    private static String bare(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean differs(DeclaredMount mount, MountInfo present) {
        String description = mount.description();
        return (description != null && !description.equals(present.description()))
                || differs(mount.defaultLeaseTtl(), present.defaultLeaseTtl())
                || differs(mount.maxLeaseTtl(), present.maxLeaseTtl());
    }

    private static boolean differs(@Nullable Duration declared, Duration present) {
        return declared != null && !declared.equals(present);
    }
}
