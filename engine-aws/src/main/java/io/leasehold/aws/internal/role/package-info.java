/** What a role must be, and what its fields mean. Start at {@link io.leasehold.aws.internal.role.RoleRules}. */
@NullMarked
package io.leasehold.aws.internal.role;

import org.jspecify.annotations.NullMarked;
