/**
 * Snowflake. Start at {@link io.leasehold.database.internal.snowflake.SnowflakePlugin}; how users are made and removed where each
 * statement commits by itself is in {@link io.leasehold.database.internal.snowflake.SnowflakeAccounts}.
 */
@NullMarked
package io.leasehold.database.internal.snowflake;

import org.jspecify.annotations.NullMarked;
