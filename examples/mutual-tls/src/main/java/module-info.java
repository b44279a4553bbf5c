/** Two services that talk over mutual TLS. */
module io.leasehold.examples.mtls {
    requires static org.jspecify;
    requires io.leasehold.core;
    requires io.leasehold.pki;
    requires java.net.http;
    requires jdk.httpserver;
}
