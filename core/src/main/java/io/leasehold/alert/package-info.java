/** Conditions that a broker watches by itself: leases that fill a database, renewals that fail. */
@NullMarked
package io.leasehold.alert;

import org.jspecify.annotations.NullMarked;
