package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCursor;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class RotatingMongoClientBuilderTest {

    private static final String URL = "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=1&readPreference=nearest";

    private final Secret login = HandDrivenSecret.secret("me", "hunter2");
    private final RotatingSecret secret = WithoutHikari.fixed(login);

    @Test
    void whatIsMissingIsNamed() {
        assertRefused(RotatingMongoClient.builder().url(URL), "path");
        assertRefused(RotatingMongoClient.builder().url(URL).path("database/creds/app"), "path");
        assertRefused(RotatingMongoClient.builder().secret(secret), "url");
    }

    @Test
    void whatContradictsOrHasNoMeaningIsNamed() {
        assertRefused(
                RotatingMongoClient.builder()
                        .secret(secret)
                        .path("database/creds/app")
                        .url(URL),
                "secret");
        assertRefused(RotatingMongoClient.builder().secret(secret).url(URL).maxClients(1), "maxClients");
        assertRefused(
                RotatingMongoClient.builder().secret(secret).url(URL).closeTimeout(Duration.ofSeconds(-1)),
                "closeTimeout");
        assertRefused(RotatingMongoClient.builder().secret(secret).url("127.0.0.1/shop"), "url");
        assertRefused(RotatingMongoClient.builder().secret(secret).url("mongodb://"), "url");
        assertRefused(
                RotatingMongoClient.builder().secret(secret).url("mongodb://h/?authMechanism=GSSAPI"), "authMechanism");
    }

    @Test
    void aLoginOfTheApplicationsIsRefusedAndNotQuoted() {
        for (String url : List.of("mongodb://me:hunter2@h/", "mongodb://me@h/", "mongodb://me:hunt/er2@h/")) {
            assertThatThrownBy(() -> RotatingMongoClient.builder()
                            .secret(secret)
                            .url(url)
                            .build())
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("url: holds a user or password")
                    .hasMessageNotContaining("hunt");
        }
        MongoClientSettings settings = MongoClientSettings.builder()
                .credential(MongoCredential.createCredential("me", "shop", "hunter2".toCharArray()))
                .build();
        assertRefused(RotatingMongoClient.builder().secret(secret).settings(settings), "settings");
        assertRefused(
                RotatingMongoClient.builder().secret(secret).settings(settings).url(URL), "settings");
    }

    @Test
    void theUrlCountsBeforeTheSettings() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .readPreference(ReadPreference.secondary())
                .timeout(7, TimeUnit.SECONDS)
                .build();
        try (RotatingMongoClient client = RotatingMongoClient.builder()
                .secret(secret)
                .settings(settings)
                .url(URL)
                .build()) {
            assertThat(client.getReadPreference()).isEqualTo(ReadPreference.nearest());
            assertThat(client.getTimeout(TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(client.status().lease()).isEqualTo(login.lease());
        }
    }

    /** As in docs/rotating-mongo-client.md. */
    @Test
    void nothingIsAskedOfTheServerBeforeAnOperation() {
        RotatingMongoClient client =
                RotatingMongoClient.builder().secret(secret).url(URL).build();
        try (client;
                ClientSession session = client.startSession()) {
            assertThat(client.getDatabase("shop").getCollection("orders").find(session))
                    .isNotNull();
            assertThatThrownBy(() -> {
                        try (MongoCursor<Document> cursor = client.getDatabase("shop")
                                .getCollection("orders")
                                .find()
                                .cursor()) {
                            cursor.next();
                        }
                    })
                    .hasMessageContaining("127.0.0.1:1");
        }
        assertThat(client.status().closed()).isTrue();
    }

    private static void assertRefused(RotatingMongoClientBuilder builder, String field) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(field + ":");
    }
}
