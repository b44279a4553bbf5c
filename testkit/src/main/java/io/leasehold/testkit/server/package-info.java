/**
 * Real servers for tests, without Docker: {@link io.leasehold.testkit.server.PostgresServer},
 * {@link io.leasehold.testkit.server.MariaDbServer}, {@link io.leasehold.testkit.server.MySqlServer},
 * {@link io.leasehold.testkit.server.RedisServer}, {@link io.leasehold.testkit.server.InfluxServer} and, an emulator of AWS,
 * {@link io.leasehold.testkit.server.MotoServer}, one per JVM through {@link io.leasehold.testkit.server.SharedServers}, and a
 * {@link io.leasehold.testkit.server.FaultyProxy} to put in front of them. Servers listen on 127.0.0.1, keep their data in a
 * temporary folder, and end with the JVM, however it ends.
 */
@NullMarked
package io.leasehold.testkit.server;

import org.jspecify.annotations.NullMarked;
