package io.leasehold.database.internal.postgresql;

/**
 * How users are removed.
 *
 * @param terminateSessions whether their sessions are ended
 * @param heir who gets what they own, as SQL
 */
record RevocationOptions(boolean terminateSessions, String heir) {}
