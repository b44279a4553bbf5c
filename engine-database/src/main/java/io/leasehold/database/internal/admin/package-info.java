/**
 * What the plugins for SQL products share: the administrator's transactions, limits of time, and errors that hold no secret.
 * Start at {@link io.leasehold.database.internal.admin.AdminSessions}.
 */
@NullMarked
package io.leasehold.database.internal.admin;

import org.jspecify.annotations.NullMarked;
