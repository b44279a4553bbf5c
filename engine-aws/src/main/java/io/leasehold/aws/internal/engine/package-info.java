/**
 * The engine of type {@code aws}: its routes, and what is stored. Start at
 * {@link io.leasehold.aws.internal.engine.AwsEngine}.
 */
@NullMarked
package io.leasehold.aws.internal.engine;

import org.jspecify.annotations.NullMarked;
