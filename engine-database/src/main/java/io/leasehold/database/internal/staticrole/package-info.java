/**
 * Static roles: accounts that stay, and whose passwords are rotated. Start at
 * {@link io.leasehold.database.internal.staticrole.StaticRoleRoutes}; how a password changes is in
 * {@link io.leasehold.database.internal.rotation}.
 */
@NullMarked
package io.leasehold.database.internal.staticrole;

import org.jspecify.annotations.NullMarked;
