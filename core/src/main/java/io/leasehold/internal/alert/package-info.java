/** Watches the conditions of {@link io.leasehold.alert.AlertRules}: {@link io.leasehold.internal.alert.AlertWatch}. */
@NullMarked
package io.leasehold.internal.alert;

import org.jspecify.annotations.NullMarked;
