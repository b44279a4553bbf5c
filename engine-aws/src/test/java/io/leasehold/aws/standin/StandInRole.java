package io.leasehold.aws.standin;

import java.time.Duration;

/**
 * A role to assume.
 *
 * @param account the account that it is one of
 * @param name its name, without a path
 * @param longest the longest session, from an hour to twelve
 * @param trusted the one principal that its trust policy names, empty for everybody in its account who has the right
 * @param externalId the external id that its trust policy demands, empty for none
 * @param takesTags whether its trust policy allows sts:TagSession
 */
public record StandInRole(
        String account, String name, Duration longest, String trusted, String externalId, boolean takesTags) {

    /** A role that everybody in the account may assume who has the right, for an hour at most. */
    public StandInRole(String name) {
        this(Account.ID, name, Duration.ofHours(1), "", "", true);
    }

    /** The same in another account, which has to name who may assume it. */
    public StandInRole in(String accountId) {
        return new StandInRole(accountId, name, longest, trusted, externalId, takesTags);
    }

    public StandInRole longest(Duration duration) {
        return new StandInRole(account, name, duration, trusted, externalId, takesTags);
    }

    public StandInRole trusting(String principalArn) {
        return new StandInRole(account, name, longest, principalArn, externalId, takesTags);
    }

    public StandInRole externalId(String id) {
        return new StandInRole(account, name, longest, trusted, id, takesTags);
    }

    public StandInRole withoutTags() {
        return new StandInRole(account, name, longest, trusted, externalId, false);
    }

    public String arn() {
        return "arn:aws:iam::" + account + ":role/" + name;
    }
}
