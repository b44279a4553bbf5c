/**
 * Static roles: users of IAM that exist and stay, and whose access keys are rotated. Start at
 * {@link io.leasehold.aws.internal.staticrole.StaticRoleRoutes}; how a key is replaced is in {@link io.leasehold.aws.internal.key}.
 */
@NullMarked
package io.leasehold.aws.internal.staticrole;

import org.jspecify.annotations.NullMarked;
