/**
 * The plugin for MySQL and MariaDB. Account statements commit by themselves there, so what fails half-way is taken back by
 * hand. Start at {@link io.leasehold.database.internal.mysql.MySqlTarget}.
 */
@NullMarked
package io.leasehold.database.internal.mysql;

import org.jspecify.annotations.NullMarked;
