package io.leasehold.policy.hcl.internal;

import io.leasehold.error.InvalidRequestException;

/**
 * A place in the text.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
record Position(int line, int column) {

    /** The refusal of what stands here. */
    InvalidRequestException refuse(String problem) {
        return new InvalidRequestException(this + ": " + problem);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
