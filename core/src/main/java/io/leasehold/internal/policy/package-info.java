/**
 * Reads the texts of policies of every kind, in JSON or in a syntax that is installed, as they are or in base64. Start at
 * {@link io.leasehold.internal.policy.PolicyTexts}.
 */
@NullMarked
package io.leasehold.internal.policy;

import org.jspecify.annotations.NullMarked;
