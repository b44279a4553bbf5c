package io.leasehold.database.internal.elasticsearch;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user or a role that is there.
 *
 * @param mark the lease that it was made for, empty when it was made by somebody else
 * @param reserved whether it is one of the product's own
 */
record Marked(String mark, boolean reserved) {

    /** The part of {@code metadata} with the mark; known to the brokers of other versions: never change it. */
    private static final String MARK = "leasehold";

    /** Reads one out of an answer. */
    static Marked of(JsonNode thing) {
        JsonNode metadata = thing.path("metadata");
        return new Marked(
                metadata.path(MARK).asString(""), metadata.path("_reserved").asBoolean(false));
    }

    /** Writes a mark on what is to be made. */
    static void write(ObjectNode thing, String mark) {
        ObjectNode metadata = thing.get("metadata") instanceof ObjectNode own ? own : thing.putObject("metadata");
        metadata.put(MARK, mark);
    }

    boolean isOf(String lease) {
        return mark.equals(lease);
    }
}
