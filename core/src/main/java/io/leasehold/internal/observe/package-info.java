/** Asks the engines that run for their numbers, without letting one wait for another. */
@NullMarked
package io.leasehold.internal.observe;

import org.jspecify.annotations.NullMarked;
