/**
 * The parser: {@link io.leasehold.policy.hcl.internal.HclParser} puts together what
 * {@link io.leasehold.policy.hcl.internal.Lexer} has cut into tokens.
 */
@NullMarked
package io.leasehold.policy.hcl.internal;

import org.jspecify.annotations.NullMarked;
