/**
 * What a role's {@code credential_type} and {@code credential_config} ask for, and how it is made: keys by the Java platform,
 * certificates by Bouncy Castle, which is an optional dependency. Knows nothing of leases, stores and servers; every function is
 * pure but for its randomness. Start at {@link io.leasehold.database.internal.credential.CredentialRules}.
 */
@NullMarked
package io.leasehold.database.internal.credential;

import org.jspecify.annotations.NullMarked;
