/** Rotating secrets written to files for programs that read them there. */
module io.leasehold.sink {
    requires static org.jspecify;
    requires transitive io.leasehold.core;
    requires org.slf4j;

    exports io.leasehold.sink;
}
