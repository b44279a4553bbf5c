package io.leasehold.spring.docs;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import java.time.Duration;
import java.util.function.Consumer;

/** What follows a secret by itself, where Spring Vault has a container of leases. */
final class FollowingSnippet {

    private FollowingSnippet() {}

    static RotatingSecret follow(SecretBroker broker, Consumer<DatabaseCredentials> client) {
        // tag::snippet[]
        RotatingSecret login = broker.rotating("database/creds/readwrite");
        client.accept(login.current().as(DatabaseCredentials.class));
        login.subscribe(rotation -> {
            // Keeps the former user for as long as the client may still work with it.
            rotation.hold(Duration.ofSeconds(30));
            client.accept(rotation.current().as(DatabaseCredentials.class));
        });
        // end::snippet[]
        return login;
    }
}
