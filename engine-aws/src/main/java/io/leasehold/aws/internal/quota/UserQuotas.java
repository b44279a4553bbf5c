package io.leasehold.aws.internal.quota;

import io.leasehold.aws.internal.root.Account;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Keeps users from filling an account up: nobody can make any more once it is full, whatever they need them for. AWS is asked for
 * the number at most once a minute and target, and what this process makes and removes in between is counted along. Of what
 * others make it knows after a minute: with several brokers the limit may be passed by what the others make within one.
 * Thread-safe.
 */
public final class UserQuotas {

    private static final Logger LOG = LoggerFactory.getLogger(UserQuotas.class);

    /** What the number is worth waiting for. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final TimeSource time;
    private final Map<String, UserTally> tallies = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /**
     * Quotas of the accounts of a mount.
     *
     * @param time tells how old a number is
     */
    public UserQuotas(TimeSource time) {
        this.time = time;
    }

    /**
     * Makes a user if there is room for it.
     *
     * @param targetId the account's target
     * @param account the account
     * @param left how long it may take
     * @param creation makes the user
     * @param <T> what making it gives
     * @return what making it gives
     * @throws LimitExceededException when there is no room; nothing was done
     */
    public <T> T within(String targetId, Account account, Duration left, Supplier<T> creation) {
        int percent = account.settings().userLimitPercent();
        if (percent == 0) {
            return creation.get();
        }
        UserTally tally = tallies.computeIfAbsent(targetId, id -> new UserTally(time));
        Duration limit = left.compareTo(ANSWER) < 0 ? left : ANSWER;
        tally.refresh(() -> ask(targetId, account.clients().iam(), limit, tally));
        if (!tally.take(percent)) {
            throw refusal(tally, percent);
        }
        boolean made = true;
        try {
            return creation.get();
        } catch (LeaseholdException failure) {
            made = failure instanceof TargetException target && target.effectPossible();
            throw failure;
        } finally {
            tally.ended(made);
        }
    }

    /**
     * Says that a user is gone.
     *
     * @param targetId the account's target
     */
    public void removed(String targetId) {
        UserTally tally = tallies.get(targetId);
        if (tally != null) {
            tally.removed();
        }
    }

    private Optional<UserCount> ask(String targetId, IamClient iam, Duration limit, UserTally tally) {
        try {
            UserCount count = UserCount.ask(iam, limit);
            refused.remove(targetId);
            return Optional.of(count);
        } catch (TargetRefusedException no) {
            // What cannot be known cannot be kept to; the work goes on.
            if (refused.add(targetId)) {
                LOG.warn(
                        "The users of the account cannot be counted, so that user_limit_percent has no effect: allow"
                                + " iam:GetAccountSummary, or set it to 0 ({})",
                        no.getMessage());
            }
            return Optional.empty();
        } catch (TargetException unanswered) {
            LOG.debug("The users of the account could not be counted this time", unanswered);
            return tally.now();
        }
    }

    private static LimitExceededException refusal(UserTally tally, int percent) {
        UserCount count = tally.now().orElseGet(() -> new UserCount(0, 0));
        return new LimitExceededException(
                "limit exceeded: the account has " + count.users() + " of " + count.most() + " IAM users, and from "
                        + count.limit(percent) + " on (user_limit_percent=" + percent
                        + ") no further one is made here: switch the role to credential_type assumed_role, which makes"
                        + " no users; or remove users that nobody needs, have AWS raise the quota, or raise"
                        + " user_limit_percent",
                tally.untilNext());
    }
}
