/**
 * An engine that issues keys of nobody, for tests of what lives on such keys. Start at
 * {@link io.leasehold.aws.keys.KeyWorld}.
 */
@NullMarked
package io.leasehold.aws.keys;

import org.jspecify.annotations.NullMarked;
