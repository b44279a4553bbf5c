/**
 * Credentials that rotate under live clients of the SDK. Start at
 * {@link io.leasehold.aws.internal.provider.CurrentCredentials}, which says what clients get now.
 */
@NullMarked
package io.leasehold.aws.internal.provider;

import org.jspecify.annotations.NullMarked;
