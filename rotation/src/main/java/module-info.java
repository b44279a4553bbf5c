/** When engines rotate what they manage; an inner part of the engines. */
module io.leasehold.rotation {
    requires com.cronutils;
    requires static org.jspecify;
    requires transitive io.leasehold.core;
    requires org.slf4j;

    exports io.leasehold.rotation;
}
