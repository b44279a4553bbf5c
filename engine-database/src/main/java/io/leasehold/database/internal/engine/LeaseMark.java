package io.leasehold.database.internal.engine;

import java.util.Optional;

/**
 * What an account carries where the product has a place for it. Known to the brokers of other versions: never change its
 * form.
 *
 * @param storeId the store of the broker that made the account
 * @param leaseId the lease that it was made for
 */
record LeaseMark(String storeId, String leaseId) {

    private static final String SCHEME = "leasehold:";

    /** Reads a mark; empty when the text is something else. Store ids have no colon. */
    static Optional<LeaseMark> parse(String text) {
        int end = text.startsWith(SCHEME) ? text.indexOf(':', SCHEME.length()) : -1;
        return end < 0
                ? Optional.empty()
                : Optional.of(new LeaseMark(text.substring(SCHEME.length(), end), text.substring(end + 1)));
    }

    String text() {
        return SCHEME + storeId + ":" + leaseId;
    }
}
