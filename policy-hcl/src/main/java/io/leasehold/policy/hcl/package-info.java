/**
 * Lets policies be written in HCL, the language of policy files. With this module on the class path or module path the
 * broker finds {@link io.leasehold.policy.hcl.HclSyntax} by itself.
 */
@NullMarked
package io.leasehold.policy.hcl;

import org.jspecify.annotations.NullMarked;
