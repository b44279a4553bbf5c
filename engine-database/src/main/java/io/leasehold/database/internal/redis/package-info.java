/**
 * The plugin for Redis and Valkey, whose users are lists of ACL rules. Start at
 * {@link io.leasehold.database.internal.redis.RedisTarget}; how a creation is kept apart from a removal of the same user is in
 * {@link io.leasehold.database.internal.redis.AccountExclusion}.
 */
@NullMarked
package io.leasehold.database.internal.redis;

import org.jspecify.annotations.NullMarked;
