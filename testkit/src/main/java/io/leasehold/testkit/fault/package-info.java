/** Processes that die, for tests of what others then find. */
@NullMarked
package io.leasehold.testkit.fault;

import org.jspecify.annotations.NullMarked;
