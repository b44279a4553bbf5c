/**
 * A stand-in for SQL Server, written for the tests: it speaks enough of TDS 7.4 (MS-TDS) to Microsoft's own driver and knows the
 * statements of the plugin and of the guides, with logins, users, sessions, application locks and transactions. It is not SQL
 * Server: it shows what the driver sends and how the plugin takes answers, and not that a real server answers so. What it has no
 * word for it refuses. Start at {@link io.leasehold.database.mssql.StandInSqlServer}.
 */
package io.leasehold.database.mssql;
