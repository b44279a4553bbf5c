package io.leasehold.internal.routing;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.internal.text.Nearest;
import io.leasehold.internal.text.Printable;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mounts by path. Immutable: a change makes a new table, so that requests route without a lock.
 *
 * @param <M> what is mounted
 */
public final class MountTable<M> {

    private final SortedMap<String, M> mounts;

    private MountTable(SortedMap<String, M> mounts) {
        this.mounts = Collections.unmodifiableSortedMap(mounts);
    }

    /**
     * A path below a mount.
     *
     * @param mountPath the mount's path, without slashes at its ends
     * @param mount what is mounted there
     * @param remainder the rest of the path, for the mount's {@link Router}; empty for the mount's path itself
     * @param <M> what is mounted
     */
    public record Found<M>(String mountPath, M mount, String remainder) {}

    /**
     * The table without mounts.
     *
     * @param <M> what is mounted
     * @return the empty table
     */
    public static <M> MountTable<M> empty() {
        return new MountTable<>(new TreeMap<>());
    }

    /**
     * Adds a mount.
     *
     * @param path where
     * @param mount what
     * @return the larger table
     * @throws ConflictException when a mount is at that path, above it or below it
     */
    public MountTable<M> with(MountPath path, M mount) {
        conflict(path).ifPresent(taken -> {
            throw new ConflictException("path is already in use at " + taken + "/");
        });
        TreeMap<String, M> larger = new TreeMap<>(mounts);
        larger.put(path.value(), mount);
        return new MountTable<>(larger);
    }

    /**
     * Replaces what is mounted at a path, or adds it.
     *
     * @param path where
     * @param mount what
     * @return the changed table
     * @throws ConflictException when another mount is above the path or below it
     */
    public MountTable<M> replacing(MountPath path, M mount) {
        return without(path).with(path, mount);
    }

    /**
     * Removes a mount.
     *
     * @param path where; nothing need be there
     * @return the smaller table
     */
    public MountTable<M> without(MountPath path) {
        TreeMap<String, M> smaller = new TreeMap<>(mounts);
        smaller.remove(path.value());
        return new MountTable<>(smaller);
    }

    /**
     * The mount that is in the way of a new one.
     *
     * @param path the path of the new one
     * @return the first path that is equal, above or below
     */
    public Optional<MountPath> conflict(MountPath path) {
        return mounts.keySet().stream()
                .map(MountPath::new)
                .filter(path::collidesWith)
                .findFirst();
    }

    /**
     * What is mounted at exactly a path.
     *
     * @param path the mount's path
     * @return what is mounted there
     */
    public Optional<M> at(MountPath path) {
        return Optional.ofNullable(mounts.get(path.value()));
    }

    /**
     * The mount that a path belongs to: the longest mount path which the path continues. One slash at the start is let pass.
     *
     * @param path a request's path
     * @return the mount and the rest of the path
     * @throws InvalidRequestException when the path is malformed
     * @throws NotFoundException when no mount is there
     */
    public Found<M> resolve(String path) {
        String wanted = PathText.withoutLeadingSlash(path);
        List<String> segments = PathText.segments(PathText.withoutTrailingSlash(wanted), path);
        return find(wanted).orElseThrow(() -> notFound(path, segments));
    }

    private Optional<Found<M>> find(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String prefix = path.substring(0, end);
            M mount = mounts.get(prefix);
            if (mount != null) {
                String remainder = end < path.length() ? path.substring(end + 1) : "";
                return Optional.of(new Found<>(prefix, mount, remainder));
            }
        }
        return Optional.empty();
    }

    private NotFoundException notFound(String path, List<String> segments) {
        String hint = mounts.keySet().stream()
                .filter(mount ->
                        Nearest.to(start(segments, mount), List.of(mount)).isPresent())
                .findFirst()
                .map(near -> "did you mean " + near + "/?")
                .orElseGet(() -> mounts.isEmpty()
                        ? "nothing is mounted"
                        : "mounted are " + String.join(", ", firstOnes(mounts.keySet())));
        return new NotFoundException("nothing is mounted at " + Printable.quoted(path) + "; " + hint);
    }

    /** As many segments of a path as a mount's path has. */
    private static String start(List<String> segments, String mount) {
        int depth = mount.split("/", -1).length;
        return String.join("/", segments.subList(0, Math.min(depth, segments.size())));
    }

    private static List<String> firstOnes(Collection<String> paths) {
        return paths.stream().limit(10).map(mount -> mount + "/").toList();
    }

    /**
     * All mounts.
     *
     * @return what is mounted, by path without slashes at the ends, in order, unmodifiable
     */
    public Map<String, M> all() {
        return mounts;
    }
}
