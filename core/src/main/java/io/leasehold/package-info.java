/**
 * Short-lived credentials, brokered in-process. Start at {@link io.leasehold.SecretBroker}.
 */
@NullMarked
package io.leasehold;

import org.jspecify.annotations.NullMarked;
