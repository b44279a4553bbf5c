/**
 * The plugin for MongoDB, whose users are made and removed by commands. Start at
 * {@link io.leasehold.database.internal.mongodb.MongoTarget}; what a role may say is in
 * {@link io.leasehold.database.internal.mongodb.MongoRole}.
 */
@NullMarked
package io.leasehold.database.internal.mongodb;

import org.jspecify.annotations.NullMarked;
