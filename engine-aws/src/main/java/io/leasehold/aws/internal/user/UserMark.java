package io.leasehold.aws.internal.user;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * The tags by which a user is known as a lease's. Known to the brokers of other versions: never change their form.
 *
 * @param storeId the store of the broker that made the user
 * @param leaseId the lease that it was made for
 */
public record UserMark(String storeId, String leaseId) {

    static final String STORE = "leasehold:store";
    static final String LEASE = "leasehold:lease";

    /** What the value of a tag has at most ("Tags for IAM resources", IAM User Guide). */
    private static final int LONGEST = 256;

    /**
     * The tags.
     *
     * @return one for the store and one for the lease
     */
    List<Tag> tags() {
        return List.of(tag(STORE, storeId), tag(LEASE, shortened(leaseId)));
    }

    /**
     * Reads the tags of a user.
     *
     * @param tags the tags
     * @return what they say; empty when they are not a broker's
     */
    public static Optional<UserMark> of(List<Tag> tags) {
        Map<String, String> values = new HashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        String store = values.getOrDefault(STORE, "");
        String lease = values.getOrDefault(LEASE, "");
        return store.isEmpty() || lease.isEmpty() ? Optional.empty() : Optional.of(new UserMark(store, lease));
    }

    /** Whether tags are these. */
    boolean isIn(List<Tag> tags) {
        return tags.containsAll(tags());
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** The end of a lease's id is what makes it one. */
    private static String shortened(String id) {
        String safe = id.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
        return safe.length() > LONGEST ? safe.substring(safe.length() - LONGEST) : safe;
    }
}
