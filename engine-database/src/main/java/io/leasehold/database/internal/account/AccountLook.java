package io.leasehold.database.internal.account;

import java.time.Instant;

/**
 * What is known of an account.
 *
 * @param exists whether there is one of the name
 * @param serverTime the server's time
 */
public record AccountLook(boolean exists, Instant serverTime) {}
