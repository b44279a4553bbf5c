/**
 * What an application can give the engine. Start at {@link io.leasehold.aws.spi.IdentityTokens}, by which the engine gets a session
 * of AWS without any long-term key.
 */
@NullMarked
package io.leasehold.aws.spi;

import org.jspecify.annotations.NullMarked;
