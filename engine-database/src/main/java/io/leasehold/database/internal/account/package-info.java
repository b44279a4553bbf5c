/**
 * The course of the work on accounts, which is the same for all SQL products whose accounts are made one statement after the
 * other. Start at {@link io.leasehold.database.internal.account.AccountProduct}, which is what each product does its own way.
 */
@NullMarked
package io.leasehold.database.internal.account;

import org.jspecify.annotations.NullMarked;
