package io.leasehold.database.internal.mongoclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

class LoginRefusalTest {

    private static final MongoCredential ME = MongoCredential.createCredential("me", "shop", "hunter2".toCharArray());

    @Test
    void aRefusedLoginMeansThatNothingWasSent() {
        for (int code : new int[] {11, 13, 18, 8000}) {
            MongoSecurityException refused = login(answer(code));
            assertThat(LoginRefusal.beforeSending(refused)).contains(refused);
            assertThat(LoginRefusal.code(refused)).isEqualTo("code " + code);
        }
    }

    @Test
    void soDoesAPoolThatAnothersRefusedLoginHasEmptied() {
        ServerId server = new ServerId(new ClusterId(), new ServerAddress());
        MongoSecurityException refused = login(answer(18));
        assertThat(LoginRefusal.beforeSending(new MongoConnectionPoolClearedException(server, refused)))
                .contains(refused);
        assertThat(LoginRefusal.beforeSending(new MongoConnectionPoolClearedException(server, socket())))
                .isEmpty();
    }

    @Test
    void aLoginThatBrokeOffIsNoRefusal() {
        assertThat(LoginRefusal.beforeSending(login(socket()))).isEmpty();
        assertThat(LoginRefusal.beforeSending(login(answer(91)))).isEmpty();
        assertThat(LoginRefusal.inCauses(login(answer(11600)))).isEmpty();
    }

    @Test
    void asACauseItSaysNothingOfWhatWasSent() {
        MongoSecurityException refused = login(answer(18));
        MongoException part = new MongoException("after the first batch", refused);
        assertThat(LoginRefusal.beforeSending(part)).isEmpty();
        assertThat(LoginRefusal.inCauses(part)).contains(refused);
    }

    @Test
    void aCommandThatIsNotAllowedIsFoundInCauses() {
        assertThat(LoginRefusal.isUnauthorized(new MongoException("bulk", answer(13))))
                .isTrue();
        assertThat(LoginRefusal.isUnauthorized(answer(59))).isFalse();
    }

    private static MongoSecurityException login(Throwable cause) {
        return new MongoSecurityException(ME, "Exception authenticating", cause);
    }

    private static MongoSocketException socket() {
        return new MongoSocketException("reset", new ServerAddress());
    }

    private static MongoCommandException answer(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("no")),
                new ServerAddress());
    }
}
