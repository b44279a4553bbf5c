/**
 * Named password policies: {@link io.leasehold.internal.password.PasswordPolicies} keeps them,
 * {@link io.leasehold.internal.password.PolicyReading} reads what was written, {@link
 * io.leasehold.internal.password.PasswordPolicy} is what came of it, and {@link io.leasehold.internal.password.PasswordDraw}
 * draws by it.
 */
@NullMarked
package io.leasehold.internal.password;

import org.jspecify.annotations.NullMarked;
