/**
 * The connections of a mount as they are stored under {@code config/}, and the targets that they lead to, open in this process.
 * Start at {@link io.leasehold.database.internal.config.Connections}. Knows nothing of roles.
 */
@NullMarked
package io.leasehold.database.internal.config;

import org.jspecify.annotations.NullMarked;
