package io.leasehold.aws.internal.role;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong with what was sent, told together. For one thread. */
final class Problems {

    private record Problem(String field, String words) {}

    private final List<Problem> found = new ArrayList<>();

    void add(String field, String words) {
        found.add(new Problem(field, words));
    }

    /** Adds what somebody else found. */
    void add(InvalidRequestException problem) {
        String field = problem.field().orElse("");
        String words = String.valueOf(problem.getMessage());
        add(field, words.startsWith(field + ": ") ? words.substring(field.length() + 2) : words);
    }

    /** Throws when there is one, naming the first one's field. */
    void raise() {
        if (found.isEmpty()) {
            return;
        }
        StringBuilder words = new StringBuilder(found.get(0).words());
        for (Problem more : found.subList(1, found.size())) {
            words.append("; ").append(more.field()).append(": ").append(more.words());
        }
        throw new InvalidRequestException(found.get(0).field(), words.toString());
    }
}
