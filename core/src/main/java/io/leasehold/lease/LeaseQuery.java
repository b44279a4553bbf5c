package io.leasehold.lease;

import io.leasehold.error.InvalidRequestException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter over stored leases with an order and a page. Immutable; every {@code with…} method returns a changed copy.
 *
 * @param prefix leases whose id starts with this text; empty for all
 * @param states leases in one of these states
 * @param mountId leases of this mount (its UUID), or null for any
 * @param targetId leases of this target, or null for any
 * @param expiresBefore leases that expire before this time (exclusive), or null
 * @param expiresFrom leases that expire at or after this time, or null
 * @param sealedBelow leases whose sealed part was sealed with a data key older than this version, or null
 * @param order what the result is ordered by; ties are broken by lease id
 * @param descending whether the order is reversed, ties included
 * @param cursor where the page starts, as returned with the page before, or null for the first
 * @param limit how many leases a page holds, 1 to {@value #MAX_LIMIT}
 */
public record LeaseQuery(
        String prefix,
        Set<LeaseState> states,
        @Nullable String mountId,
        @Nullable String targetId,
        @Nullable Instant expiresBefore,
        @Nullable Instant expiresFrom,
        @Nullable Integer sealedBelow,
        Order order,
        boolean descending,
        @Nullable Cursor cursor,
        int limit) {

    /** The largest page. */
    public static final int MAX_LIMIT = 10_000;

    /** The page size when none is asked for. */
    public static final int DEFAULT_LIMIT = 1_000;

    /** What a result is ordered by. */
    public enum Order {
        /** By lease id, byte by byte. */
        ID,
        /** By time of expiry. */
        EXPIRES_AT,
        /** By time of issue. */
        ISSUED_AT
    }

    /**
     * The place after which a page starts.
     *
     * @param time the ordering time of the last lease before the page, null when ordered by id
     * @param id the id of the last lease before the page; it need not exist any more
     */
    public record Cursor(@Nullable Instant time, String id) {

        /**
         * The start after an id, for queries ordered by id.
         *
         * @param id the id after which to go on
         * @return the cursor
         */
        public static Cursor afterId(String id) {
            return new Cursor(null, id);
        }
    }

    /** Checks ranges and takes copies. */
    public LeaseQuery {
        Objects.requireNonNull(prefix, "prefix");
        states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
        if (states.isEmpty()) {
            throw new InvalidRequestException("states", "at least one state is needed");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidRequestException("limit", "must be from 1 to " + MAX_LIMIT + ", was " + limit);
        }
        if (cursor != null && (cursor.time() == null) != (order == Order.ID)) {
            throw new InvalidRequestException("cursor", "does not belong to a query ordered by " + order);
        }
    }

    /**
     * All leases in every state, by id.
     *
     * @return the query
     */
    public static LeaseQuery all() {
        return new LeaseQuery("", LeaseState.LIVE, null, null, null, null, null, Order.ID, false, null, DEFAULT_LIMIT);
    }

    /**
     * All leases whose id starts with a prefix, by id.
     *
     * @param prefix the text that ids start with
     * @return the query
     */
    public static LeaseQuery under(String prefix) {
        return all().withPrefix(prefix);
    }

    /**
     * Narrows to ids that start with a text.
     *
     * @param newPrefix the text
     * @return the changed copy
     */
    public LeaseQuery withPrefix(String newPrefix) {
        Draft draft = new Draft(this);
        draft.prefix = newPrefix;
        return draft.query();
    }

    /**
     * Narrows to some states.
     *
     * @param first one state
     * @param more further states
     * @return the changed copy
     */
    public LeaseQuery withStates(LeaseState first, LeaseState... more) {
        Draft draft = new Draft(this);
        draft.states = EnumSet.of(first, more);
        return draft.query();
    }

    /**
     * Narrows to one mount.
     *
     * @param newMountId the mount's UUID
     * @return the changed copy
     */
    public LeaseQuery withMount(String newMountId) {
        Draft draft = new Draft(this);
        draft.mountId = newMountId;
        return draft.query();
    }

    /**
     * Narrows to one target.
     *
     * @param newTargetId the target's id
     * @return the changed copy
     */
    public LeaseQuery withTarget(String newTargetId) {
        Draft draft = new Draft(this);
        draft.targetId = newTargetId;
        return draft.query();
    }

    /**
     * Narrows to a span of expiry times.
     *
     * @param from the earliest expiry, inclusive, or null
     * @param before the latest expiry, exclusive, or null
     * @return the changed copy
     */
    public LeaseQuery withExpiry(@Nullable Instant from, @Nullable Instant before) {
        Draft draft = new Draft(this);
        draft.expiresFrom = from;
        draft.expiresBefore = before;
        return draft.query();
    }

    /**
     * Narrows to leases sealed with an older data key.
     *
     * @param keyVersion the version below which a lease is found
     * @return the changed copy
     */
    public LeaseQuery withSealedBelow(int keyVersion) {
        Draft draft = new Draft(this);
        draft.sealedBelow = keyVersion;
        return draft.query();
    }

    /**
     * Changes the order and starts from its first page.
     *
     * @param newOrder what to order by
     * @param newDescending whether to reverse it
     * @return the changed copy
     */
    public LeaseQuery orderedBy(Order newOrder, boolean newDescending) {
        Draft draft = new Draft(this);
        draft.order = newOrder;
        draft.descending = newDescending;
        draft.cursor = null;
        return draft.query();
    }

    /**
     * Starts a page after a place.
     *
     * @param newCursor the cursor of the page before, or null for the first page
     * @return the changed copy
     */
    public LeaseQuery after(@Nullable Cursor newCursor) {
        Draft draft = new Draft(this);
        draft.cursor = newCursor;
        return draft.query();
    }

    /**
     * Changes the page size.
     *
     * @param newLimit leases a page, 1 to {@value #MAX_LIMIT}
     * @return the changed copy
     */
    public LeaseQuery limitedTo(int newLimit) {
        Draft draft = new Draft(this);
        draft.limit = newLimit;
        return draft.query();
    }

    /** A query that is being changed. */
    private static final class Draft {

        private String prefix;
        private Set<LeaseState> states;
        private @Nullable String mountId;
        private @Nullable String targetId;
        private @Nullable Instant expiresBefore;
        private @Nullable Instant expiresFrom;
        private @Nullable Integer sealedBelow;
        private Order order;
        private boolean descending;
        private @Nullable Cursor cursor;
        private int limit;

        Draft(LeaseQuery query) {
            prefix = query.prefix;
            states = query.states;
            mountId = query.mountId;
            targetId = query.targetId;
            expiresBefore = query.expiresBefore;
            expiresFrom = query.expiresFrom;
            sealedBelow = query.sealedBelow;
            order = query.order;
            descending = query.descending;
            cursor = query.cursor;
            limit = query.limit;
        }

        LeaseQuery query() {
            return new LeaseQuery(
                    prefix,
                    states,
                    mountId,
                    targetId,
                    expiresBefore,
                    expiresFrom,
                    sealedBelow,
                    order,
                    descending,
                    cursor,
                    limit);
        }
    }
}
