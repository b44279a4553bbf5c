/** What a broker says of itself: leases by kind, targets, and the numbers that engines know. */
@NullMarked
package io.leasehold.observe;

import org.jspecify.annotations.NullMarked;
