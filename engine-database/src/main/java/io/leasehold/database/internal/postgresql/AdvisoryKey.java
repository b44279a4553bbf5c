package io.leasehold.database.internal.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The keys of the advisory locks. They are part of the protocol between brokers of different versions on one server: never
 * change how they are made. Advisory locks are per database, as targets are.
 */
final class AdvisoryKey {

    /**
     * Held while privileges are changed. Concurrent GRANTs on one object fail with "tuple concurrently updated" (XX000),
     * because they replace the same catalog row.
     */
    static final long PRIVILEGES = of("leasehold privileges");

    private AdvisoryKey() {}

    /**
     * The exclusion for one account: creator, renewer and remover hold it to the end of their transactions.
     *
     * @param username the account
     * @return the key
     */
    static long account(String username) {
        return of("leasehold account " + username);
    }

    private static long of(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
