/**
 * The plugin for Elasticsearch, whose native users and roles are made through its security API. Start at
 * {@link io.leasehold.database.internal.elasticsearch.ElasticsearchTarget}; what a role may say is in
 * {@link io.leasehold.database.internal.elasticsearch.UserRoles}.
 */
@NullMarked
package io.leasehold.database.internal.elasticsearch;

import org.jspecify.annotations.NullMarked;
