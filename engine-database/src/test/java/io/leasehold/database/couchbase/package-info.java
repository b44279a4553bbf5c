/**
 * A stand-in for Couchbase Server, which cannot be started without Docker: the part of its management API that the plugin uses,
 * written after "Authorization API" in its manual (7.6), and as strict as that says. CouchbaseMock, which Couchbase published for the
 * tests of drivers, does not serve: its users cannot log in, and it knows no groups and no change of passwords. What this
 * stand-in and the plugin got wrong alike, only {@link io.leasehold.database.couchbase.RealCouchbase} can find.
 */
package io.leasehold.database.couchbase;
