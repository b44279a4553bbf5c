/**
 * The plugin for InfluxDB 1, whose users are made by statements of InfluxQL over HTTP. Start at
 * {@link io.leasehold.database.internal.influxdb.InfluxTarget}.
 */
@NullMarked
package io.leasehold.database.internal.influxdb;

import org.jspecify.annotations.NullMarked;
