package io.leasehold.database.internal.account;

import java.time.Instant;

/**
 * What is known of an account.
 *
 * @param exists whether there is one of the name
 * @param name its name as the server has it, which may have folded it; the name that was looked for when there is none
 * @param serverTime the server's time
 */
public record AccountLook(boolean exists, String name, Instant serverTime) {}
