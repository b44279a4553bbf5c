/**
 * How policies may be written. The broker reads policy texts in JSON; a {@link io.leasehold.spi.policy.PolicySyntax} on the
 * class path or module path adds another syntax, for every kind of policy at once. Start there.
 */
@NullMarked
package io.leasehold.spi.policy;

import org.jspecify.annotations.NullMarked;
