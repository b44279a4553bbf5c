package io.leasehold.examples.quickstart;

import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A second process on the same store, which is killed while it holds credentials. It prints each user that it was given.
 */
public final class Victim {

    private Victim() {}

    /**
     * Issues credentials and waits to be killed.
     *
     * @param args the folder of the store
     * @throws InterruptedException when it is interrupted instead
     */
    public static void main(String[] args) throws InterruptedException {
        try (SecretBroker broker = Quickstart.broker(Path.of(args[0]), "victim")) {
            for (int i = 0; i < 3; i++) {
                System.out.println(broker.read("database/creds/short-lived")
                        .as(DatabaseCredentials.class)
                        .username());
            }
            System.out.println("ready");
            Thread.sleep(Duration.ofMinutes(10).toMillis());
        }
    }
}
