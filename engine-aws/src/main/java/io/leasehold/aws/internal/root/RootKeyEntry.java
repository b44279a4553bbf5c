package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Fields;
import java.util.Map;

/**
 * The journal of the rotations of the key of {@code config/root}, as it is stored. While there is something unfinished it keeps how AWS was
 * reached when that began, in case {@code config/root} leads elsewhere meanwhile. Stored sealed; its text form shows no secret.
 *
 * @param root the fields of {@code config/root} when the rotation began; none when nothing is unfinished
 * @param key the state, with the current key only as long as it is needed here
 */
public record RootKeyEntry(
        @Field("The fields of config/root.") Map<String, Object> root,
        @Field("The state of the key.") Map<String, Object> key) {

    /** Takes copies. */
    public RootKeyEntry {
        root = root == null ? Map.of() : Map.copyOf(root);
        key = key == null ? Map.of() : Map.copyOf(key);
    }

    static RootKeyEntry none() {
        return of(Map.of(), ManagedKey.none(null));
    }

    static RootKeyEntry of(Map<String, Object> root, ManagedKey state) {
        return new RootKeyEntry(root, Fields.of(state));
    }

    AwsRoot settings() {
        return Fields.bind(root, AwsRoot.class);
    }

    ManagedKey state() {
        return Fields.bind(key, ManagedKey.class);
    }

    boolean isUnfinished() {
        return isUnfinished(state());
    }

    static boolean isUnfinished(ManagedKey state) {
        return state.isPending() || state.isSettling();
    }

    @Override
    public String toString() {
        return "RootKeyEntry[" + state() + "]";
    }
}
