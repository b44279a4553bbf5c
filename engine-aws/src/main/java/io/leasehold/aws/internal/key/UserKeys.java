package io.leasehold.aws.internal.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The access keys that AWS lists for a user, and what they are to a rotation. Immutable.
 *
 * @param keys the keys
 */
record UserKeys(List<Listed> keys) {

    /** How many there can be ("IAM and AWS STS quotas", IAM User Guide). */
    static final int MOST = 2;

    /** How far AWS's clock may be from the store's: what AWS allows the clocks of those who sign requests. */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** Takes a copy. */
    UserKeys {
        keys = List.copyOf(keys);
    }

    /**
     * A key without its secret.
     *
     * @param id its id
     * @param created when it was made, by AWS's clock
     */
    record Listed(String id, Instant created) {}

    List<String> ids() {
        return keys.stream().map(Listed::id).toList();
    }

    boolean has(String id) {
        return ids().contains(id);
    }

    boolean isFull() {
        return keys.size() >= MOST;
    }

    UserKeys without(List<String> removed) {
        return new UserKeys(
                keys.stream().filter(key -> !removed.contains(key.id())).toList());
    }

    /**
     * Keys that may be ours although nobody here knows them: that were not there before, made while a request of unknown fate may
     * have been done. That they were never used is for AWS to say.
     */
    List<String> suspects(ManagedKey state) {
        if (!state.isDoubtful()) {
            return List.of();
        }
        Instant first = Instant.ofEpochMilli(state.doubtSince()).minus(SKEW);
        Instant last = Instant.ofEpochMilli(state.doubtUntil())
                .plus(ManagedKey.SETTLING)
                .plus(SKEW);
        return keys.stream()
                .filter(key -> !state.isOurs(key.id()) && !state.known().contains(key.id()))
                .filter(key -> !key.created().isBefore(first) && !key.created().isAfter(last))
                .map(Listed::id)
                .toList();
    }

    /** For people: what each key is. */
    String described(ManagedKey state) {
        return keys.stream()
                .map(key -> key.id() + (state.isOurs(key.id()) ? " (in use here)" : " (not known here)"))
                .collect(Collectors.joining(", "));
    }
}
