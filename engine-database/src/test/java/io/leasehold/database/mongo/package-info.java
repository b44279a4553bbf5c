/**
 * A stand-in for a MongoDB server, for machines without one: the wire protocol, logins by SCRAM, users, roles and rights, as the
 * manual describes them, and next to nothing of a database. What it shows is that the plugin keeps to the manual, not that
 * the manual keeps to the server. Start at {@link io.leasehold.database.mongo.StandInMongo}.
 */
package io.leasehold.database.mongo;
