/**
 * Clients of AWS by the settings of {@code config/root}, and what their failures mean. Start at
 * {@link io.leasehold.aws.internal.client.ClientFactory}.
 */
@NullMarked
package io.leasehold.aws.internal.client;

import org.jspecify.annotations.NullMarked;
