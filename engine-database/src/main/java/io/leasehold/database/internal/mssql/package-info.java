/**
 * SQL Server. Start at {@link io.leasehold.database.internal.mssql.MsSqlPlugin}; what belongs to a login of the server and what
 * to a user of one contained database is in {@link io.leasehold.database.internal.mssql.AccountKind}.
 */
@NullMarked
package io.leasehold.database.internal.mssql;

import org.jspecify.annotations.NullMarked;
