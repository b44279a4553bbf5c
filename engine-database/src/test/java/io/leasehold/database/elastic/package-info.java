/**
 * A stand-in for Elasticsearch, which cannot be started without Docker: the part of its security API that the plugin uses, written
 * after "Security APIs" in its manual (7.17 and 8), and as strict as that says. It cannot show that the plugin's idea of
 * Elasticsearch is right: what both got wrong alike, only {@link io.leasehold.database.elastic.RealElasticsearch} can find.
 */
package io.leasehold.database.elastic;
