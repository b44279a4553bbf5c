/** Drives the database engine without a broker: routes by hand, storage and clock in memory, targets for real. */
package io.leasehold.database.harness;
