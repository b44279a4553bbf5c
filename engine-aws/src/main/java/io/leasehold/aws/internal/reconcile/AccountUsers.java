package io.leasehold.aws.internal.reconcile;

import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.user.UserMark;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.AccountSource;
import io.leasehold.spi.engine.FoundAccount;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;

/**
 * The users of an account. A list does not show tags ({@code ListUsers}, IAM API reference), so a user that may be the broker's by its
 * name is looked at by itself, once no lease is found for it. For one thread.
 */
final class AccountUsers implements AccountSource {

    private static final int PAGE = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final OnAccount onAccount;
    private final String store;
    private final String prefix;
    private final Consumer<String> warnings;
    private final Map<String, UserMark> marks = new HashMap<>();
    private final Map<String, Long> otherStores = new TreeMap<>();
    private long unseen;

    /**
     * Creates the list.
     *
     * @param onAccount reaches the account
     * @param store the store whose brokers' users count as own
     * @param prefix what the names of users begin with that are looked at
     * @param warnings takes what could not be seen
     */
    AccountUsers(OnAccount onAccount, String store, String prefix, Consumer<String> warnings) {
        this.onAccount = onAccount;
        this.store = store;
        this.prefix = prefix;
        this.warnings = warnings;
    }

    /** Sends requests to the account. */
    @FunctionalInterface
    interface OnAccount {
        <T> T run(Function<IamClient, T> requests);
    }

    @Override
    public void list(Consumer<FoundAccount> each) {
        onAccount.run(iam -> {
            try {
                iam.listUsersPaginator(request -> request.maxItems(PAGE)
                                .overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT)))
                        .users()
                        .forEach(user -> each.accept(new FoundAccount(
                                user.userName(), user.userName().startsWith(prefix), null)));
                return true;
            } catch (SdkException failure) {
                throw AwsErrors.of("ListUsers", false, failure);
            }
        });
    }

    @Override
    public Optional<FoundAccount> look(FoundAccount account) {
        Optional<UserMark> mark;
        try {
            mark = find(account.name()).flatMap(user -> UserMark.of(user.tags()));
        } catch (TargetRefusedException refused) {
            if (unseen++ == 0) {
                warnings.accept("user " + account.name() + " could not be looked at, and perhaps others: "
                        + refused.getMessage());
            }
            return Optional.empty();
        }
        mark.map(UserMark::storeId)
                .filter(other -> !other.equals(store))
                .ifPresent(other -> otherStores.merge(other, 1L, Long::sum));
        return mark.filter(found -> found.storeId().equals(store)).map(found -> {
            marks.put(account.name(), found);
            return new FoundAccount(account.name(), true, found.leaseId());
        });
    }

    /** Whether a user is there, whatever a list says, which may be behind. */
    boolean isThere(String name) {
        return find(name).isPresent();
    }

    /** What the tags of an own user say. */
    UserMark mark(String name) {
        UserMark mark = marks.get(name);
        if (mark == null) {
            throw new IllegalStateException("user " + name + " was not looked at");
        }
        return mark;
    }

    /** How many users brokers of other stores made, of those that were looked at. */
    Map<String, Long> otherStores() {
        return otherStores;
    }

    private Optional<User> find(String name) {
        return onAccount.run(iam -> {
            try {
                return Optional.of(iam.getUser(request -> request.userName(name)
                                .overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT)))
                        .user());
            } catch (SdkException failure) {
                if (AwsErrors.isAbsent(failure)) {
                    return Optional.empty();
                }
                throw AwsErrors.of("GetUser", false, failure);
            }
        });
    }
}
