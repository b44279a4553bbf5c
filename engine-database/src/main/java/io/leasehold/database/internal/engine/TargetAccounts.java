package io.leasehold.database.internal.engine;

import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.AccountSource;
import io.leasehold.spi.engine.FoundAccount;
import io.leasehold.spi.name.NameSign;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The accounts of one target, each judged: an account is a broker's own when it carries the mark of its store, or, without any
 * mark, the sign of the connection in its name; and never when somebody else answers for it. For one thread.
 */
final class TargetAccounts implements AccountSource {

    private static final Duration LISTING = Duration.ofMinutes(1);

    private final NameSign sign;
    private final Set<String> managed;
    private final OnTarget onTarget;
    private final Map<String, ListedAccount> owned = new HashMap<>();
    private final Map<String, Long> otherStores = new TreeMap<>();

    /**
     * Creates the list.
     *
     * @param sign the store that made the accounts that count as own, the mount and the connection
     * @param managed accounts that somebody answers for: the administrator's, those of static roles
     * @param onTarget reaches the target
     */
    TargetAccounts(NameSign sign, Set<String> managed, OnTarget onTarget) {
        this.sign = sign;
        this.managed = managed;
        this.onTarget = onTarget;
    }

    /** Runs work on the target. */
    @FunctionalInterface
    interface OnTarget {
        void run(Function<DatabaseTarget, Boolean> work);
    }

    @Override
    public void list(Consumer<FoundAccount> each) {
        otherStores.clear();
        onTarget.run(target -> {
            if (!(target instanceof AccountListing listing)) {
                throw new InvalidRequestException("name", "the product of this connection cannot list its accounts");
            }
            listing.accounts(LISTING, account -> each.accept(judged(account)));
            return true;
        });
    }

    /** An own account that was listed, in full. */
    ListedAccount own(String account) {
        ListedAccount listed = owned.get(account);
        return listed == null ? new ListedAccount(account, "") : listed;
    }

    /** How many accounts were made by the brokers of other stores, by store. */
    Map<String, Long> otherStores() {
        return otherStores;
    }

    private FoundAccount judged(ListedAccount account) {
        String name = account.username();
        Optional<LeaseMark> mark = LeaseMark.parse(account.mark());
        boolean made = mark.map(found -> found.storeId().equals(sign.storeId())).orElseGet(() -> sign.isIn(name));
        boolean own = made && !managed.contains(name);
        // What is removed by its name alone need not be kept, however many there are.
        if (own && !(account.revocation().isEmpty() && account.mark().isEmpty())) {
            owned.put(name, account);
        }
        mark.map(LeaseMark::storeId)
                .filter(store -> !store.equals(sign.storeId()))
                .ifPresent(store -> otherStores.merge(store, 1L, Long::sum));
        return new FoundAccount(name, own, mark.map(LeaseMark::leaseId).orElse(null));
    }
}
