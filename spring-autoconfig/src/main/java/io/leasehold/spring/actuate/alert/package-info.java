/** The conditions that the broker watches by itself, by properties. */
@NullMarked
package io.leasehold.spring.actuate.alert;

import org.jspecify.annotations.NullMarked;
