package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.text.Sha256;
import java.nio.ByteBuffer;

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
        return ByteBuffer.wrap(Sha256.of(name)).getLong();
    }
}
