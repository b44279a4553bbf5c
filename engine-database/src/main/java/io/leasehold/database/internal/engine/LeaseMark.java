package io.leasehold.database.internal.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account carries where the product has a place for it. Known to the brokers of other versions: never change its
 * form.
 *
 * @param storeId the store of the broker that made the account
 * @param leaseId the lease that it was made for
 */
record LeaseMark(String storeId, String leaseId) {

    private static final String SCHEME = "leasehold:";

    /** Store ids have no colon, and lease ids are what a store takes as one; whoever may write on accounts can write anything. */
    private static final Pattern FORM = Pattern.compile(SCHEME + "([!-9;-~]{1,64}):([ -~]{1,512})");

    /** Reads a mark; empty when the text is something else. */
    static Optional<LeaseMark> parse(String text) {
        Matcher mark = FORM.matcher(text);
        return mark.matches() ? Optional.of(new LeaseMark(mark.group(1), mark.group(2))) : Optional.empty();
    }

    String text() {
        return SCHEME + storeId + ":" + leaseId;
    }
}
