/**
 * A stand-in for Snowflake, written for the tests: it answers the login, query and session requests of Snowflake's own driver over
 * HTTP and knows the statements of the plugin, with users, passwords and keys. It is not Snowflake: it shows what the driver
 * sends and how the plugin takes answers, and not that the service answers so. What it has no word for it refuses. Start at
 * {@link io.leasehold.database.snowflake.StandInSnowflake}.
 */
package io.leasehold.database.snowflake;
