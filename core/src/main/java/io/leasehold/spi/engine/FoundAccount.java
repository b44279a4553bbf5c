package io.leasehold.spi.engine;

import org.jspecify.annotations.Nullable;

/**
 * An account that an engine found on a target.
 *
 * @param name the account's name, as a {@link Plan} names it
 * @param own whether this broker's store can be told to have made it, through the engine's mount; an account that is not is
 *     never touched
 * @param leaseId the lease that the account says it was made for, or null when it does not say
 */
public record FoundAccount(
        String name, boolean own, @Nullable String leaseId) {}
