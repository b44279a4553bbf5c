package io.leasehold.alert;

import java.time.Duration;

/**
 * A condition that holds and that an operator should look at. Immutable.
 *
 * @param rule the rule: {@code DatabaseLeasesHigh}, {@code AwsUsersHigh}, {@code LeaseCreationSpike}, {@code RenewalsFailing} or
 *     {@code PkiIssuanceHigh}
 * @param subject what it holds for: mount and connection, a mount, or mount and role
 * @param value the number when it was last looked at
 * @param threshold the number that it should not be above
 * @param advice what to do
 * @param standing how long it has held, by the monotonic clock
 */
public record Alert(String rule, String subject, double value, double threshold, String advice, Duration standing) {}
