/** What the starter costs an application: {@link io.leasehold.benchmarks.spring.Startup}. */
@NullMarked
package io.leasehold.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
