/** The meters of the broker and of its data sources in the application's meter registry. */
@NullMarked
package io.leasehold.spring.actuate.metrics;

import org.jspecify.annotations.NullMarked;
