/** Meters of a broker for Micrometer. */
module io.leasehold.micrometer {
    requires static org.jspecify;
    requires static io.leasehold.database;
    requires transitive io.leasehold.core;
    requires transitive micrometer.core;
    requires org.slf4j;

    exports io.leasehold.micrometer;
}
