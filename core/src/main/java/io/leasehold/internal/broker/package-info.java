/** The running broker: settings, the request pipeline, and what holds the parts together. */
@NullMarked
package io.leasehold.internal.broker;

import org.jspecify.annotations.NullMarked;
