import io.leasehold.pki.internal.engine.PkiEngineProvider;
import io.leasehold.spi.engine.SecretEngineProvider;

/** A certificate authority in-process, and TLS that rotates under live connections. */
module io.leasehold.pki {
    requires static org.jspecify;
    requires static jdk.httpserver;
    requires transitive io.leasehold.core;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports io.leasehold.pki;
    exports io.leasehold.pki.http;

    opens io.leasehold.pki to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.ca to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.issue to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.issuer to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.crl to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.ocsp to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.record to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.revocation to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.role to
            tools.jackson.databind;
    opens io.leasehold.pki.internal.tidy to
            tools.jackson.databind;

    provides SecretEngineProvider with
            PkiEngineProvider;
}
