package io.leasehold.spring.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCredential;
import org.jspecify.annotations.Nullable;

/** Which database logs in. The driver reads that only from a connection string with a login, so one stands in. */
final class AuthDatabase {

    private static final String PLACEHOLDER = "user:password@";

    private AuthDatabase() {}

    static @Nullable String of(ConnectionString address) {
        MongoCredential given = address.getCredential();
        if (given != null) {
            return given.getSource();
        }
        String text = address.getConnectionString();
        int hosts = text.indexOf("://") + 3;
        MongoCredential read =
                new ConnectionString(text.substring(0, hosts) + PLACEHOLDER + text.substring(hosts)).getCredential();
        return read == null ? null : read.getSource();
    }
}
