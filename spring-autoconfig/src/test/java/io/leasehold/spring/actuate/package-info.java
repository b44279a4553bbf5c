/** What the tests of the Actuator parts share. */
@NullMarked
package io.leasehold.spring.actuate;

import org.jspecify.annotations.NullMarked;
