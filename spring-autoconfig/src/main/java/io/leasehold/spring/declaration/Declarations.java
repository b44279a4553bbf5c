package io.leasehold.spring.declaration;

import java.util.List;

/**
 * A part of what is declared. Beans of this type are applied when the broker has started, in their order; of each the mounts first.
 * Immutable.
 *
 * @param mounts the mounts
 * @param documents what is written, in this order
 */
public record Declarations(List<DeclaredMount> mounts, List<Declaration> documents) {

    /** Takes copies. */
    public Declarations {
        mounts = List.copyOf(mounts);
        documents = List.copyOf(documents);
    }
}
