package io.leasehold.pki.internal.role;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** All that is wrong with what was sent, told together. For one thread. */
final class Problems implements BiConsumer<String, String> {

    /** A request may have thousands of wrong elements; nobody reads about all of them. */
    private static final int TOLD = 10;

    private record Problem(String field, String words) {}

    private final List<Problem> found = new ArrayList<>();

    @Override
    public void accept(String field, String words) {
        found.add(new Problem(field, words));
    }

    /** Throws when there is one, naming the first one's field. */
    void raise() {
        if (found.isEmpty()) {
            return;
        }
        StringBuilder words = new StringBuilder(found.get(0).words());
        for (Problem more : found.subList(1, Math.min(found.size(), TOLD))) {
            words.append("; ").append(more.field()).append(": ").append(more.words());
        }
        if (found.size() > TOLD) {
            words.append("; and ").append(found.size() - TOLD).append(" more");
        }
        throw new InvalidRequestException(found.get(0).field(), words.toString());
    }
}
