/** The broker and its leases: what an application uses. */
@NullMarked
package io.leasehold;

import org.jspecify.annotations.NullMarked;
