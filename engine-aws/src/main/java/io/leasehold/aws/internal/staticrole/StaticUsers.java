package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.CallerIdentity;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/** Looks at the users of static roles before anything of a role is stored. Thread-safe. */
public final class StaticUsers {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final StaticAccounts access;
    private final Accounts accounts;

    public StaticUsers(StaticAccounts access, Accounts accounts) {
        this.access = access;
        this.accounts = accounts;
    }

    /**
     * Finds the user of a new role.
     *
     * @param given a key that is said to be the user's; empty for none
     * @throws InvalidRequestException when there is none, it is that of the root credential, or the key is not its own
     * @throws TargetException when AWS does not say
     */
    PinnedUser find(String name, StaticRoleRules rules, Optional<RootSettings.Key> given) {
        return access.use(name, rules, account -> {
            PinnedUser user = PinnedUser.find(account.clients().iam(), rules.username(), LIMIT);
            if (CallerIdentity.of(account.clients()).arn().equals(user.arn())) {
                throw new InvalidRequestException(
                        "username",
                        "\"" + rules.username() + "\" is the user of config/root: its key is rotated by"
                                + " config/rotate-root");
            }
            given.ifPresent(key -> checkKey(account, key, user));
            return user;
        });
    }

    /**
     * Checks that the user of a role is reached, and still the same.
     *
     * @throws io.leasehold.error.TargetRefusedException when it is another one
     */
    void check(String name, StaticRoleRules rules, PinnedUser user, Optional<RootSettings.Key> given) {
        access.use(name, rules, user, account -> {
            user.check(account.clients().iam(), rules.username(), LIMIT);
            given.ifPresent(key -> checkKey(account, key, user));
            return true;
        });
    }

    private void checkKey(Account account, RootSettings.Key key, PinnedUser user) {
        String owner;
        try (StsClient probe = accounts.probe(account, key)) {
            owner = probe.getCallerIdentity(
                            request -> request.overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT)))
                    .userId();
        } catch (SdkException failure) {
            TargetException error = AwsErrors.of("GetCallerIdentity", false, failure);
            if (error instanceof TargetRefusedException) {
                throw new InvalidRequestException("access_key", "AWS refuses it: " + error.getMessage());
            }
            throw error;
        }
        if (!user.id().equals(owner)) {
            throw new InvalidRequestException(
                    "access_key",
                    "is a key of somebody else than user " + user.arn() + ": give one that this user has");
        }
    }
}
