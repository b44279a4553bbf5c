/**
 * Oracle Database. Start at {@link io.leasehold.database.internal.oracle.OraclePlugin}; how accounts are made and removed where
 * each statement commits by itself is in {@link io.leasehold.database.internal.oracle.OracleAccounts}.
 */
@NullMarked
package io.leasehold.database.internal.oracle;

import org.jspecify.annotations.NullMarked;
