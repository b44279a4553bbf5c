package io.leasehold.database.internal.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.mongodb.MongoFailure.Outcome;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.net.ConnectException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoFailureTest {

    private static final ServerAddress SERVER = new ServerAddress();

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 24, 46, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436})
    void whatPassesIsUnavailable(int code) {
        MongoFailure failure = MongoFailure.of(refusal(code));

        assertThat(failure.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(failure.unavailable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 11, 13, 18, 31, 59, 100, 40415, 51003})
    void whatStaysIsNot(int code) {
        assertThat(MongoFailure.of(refusal(code)).outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(MongoFailure.of(refusal(code)).unavailable()).isFalse();
    }

    @Test
    void aRefusedLoginNeverSentTheCommandAndIsNotUnavailable() {
        MongoFailure failure = MongoFailure.of(security(refusal(18)));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNSENT);
        assertThat(failure.loginRefused()).isTrue();
        assertThat(failure.unavailable()).isFalse();
        assertThat(failure.explained()).startsWith("refused as the test wants").contains("password");
        MongoFailure unknown = MongoFailure.of(security(new IllegalStateException("signature")));
        assertThat(unknown.loginRefused()).isFalse();
        assertThat(unknown.unavailable()).isTrue();
    }

    @Test
    void onlyWhatCannotHaveBeenSentIsUnsent() {
        assertThat(outcome(new MongoSocketOpenException(
                        "Exception opening socket", SERVER, new ConnectException("refused"))))
                .isEqualTo(Outcome.UNSENT);
        assertThat(outcome(new MongoTimeoutException("no server"))).isEqualTo(Outcome.UNSENT);
        assertThat(outcome(new MongoClientException("no driver"))).isEqualTo(Outcome.UNSENT);
        assertThat(outcome(new MongoOperationTimeoutException("too late"))).isEqualTo(Outcome.LOST);
        assertThat(outcome(new MongoSocketReadException("Prematurely reached end of stream", SERVER)))
                .isEqualTo(Outcome.LOST);
        assertThat(outcome(new MongoInterruptedException("interrupted", null))).isEqualTo(Outcome.LOST);
        assertThat(outcome(new MongoException("?"))).isEqualTo(Outcome.LOST);
        assertThat(outcome(new MongoExecutionTimeoutException(50, "operation exceeded time limit")))
                .isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void causesAreToldOnce() {
        assertThat(MongoFailure.of(new MongoSocketOpenException("opening", SERVER, new ConnectException("refused")))
                        .explained())
                .isEqualTo("opening: refused");
    }

    @Test
    void errorsMaskPasswordsAndSayWhetherAnEffectIsPossible() {
        TargetErrors errors = new TargetErrors("app", Masker.of("hidden")).masking("new-hidden");
        TargetException refused = errors.of(
                new CommandException("createUser", new MongoFailure(Outcome.ANSWERED, 13, "not hidden")), false);
        TargetException lost =
                errors.of(new CommandException("createUser", new MongoFailure(Outcome.LOST, 0, "new-hidden")), true);
        TargetException login =
                errors.of(new CommandException("createUser", new MongoFailure(Outcome.UNSENT, 18, "no")), false);

        assertThat(refused).isInstanceOf(TargetRefusedException.class).hasMessageContaining("not [password]");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(lost).isInstanceOf(TargetUnavailableException.class).hasMessageNotContaining("hidden");
        assertThat(lost.effectPossible()).isTrue();
        assertThat(login)
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("unable to get connection");
        assertThat(errors.verification(new CommandException("ping", new MongoFailure(Outcome.UNSENT, 18, "no"))))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection");
    }

    @Test
    void aServerWithoutAPrimaryAndAMissingRoleAreExplained() {
        assertThat(MongoFailure.of(refusal(10107)).explained()).contains("replicaSet=NAME");
        assertThat(MongoFailure.of(refusal(31)).explained()).contains("creation_statements");
    }

    private static Outcome outcome(MongoException failure) {
        return MongoFailure.of(failure).outcome();
    }

    private static MongoException security(Throwable cause) {
        MongoCredential credential = MongoCredential.createCredential("admin", "admin", "x".toCharArray());
        return new MongoSecurityException(credential, "Exception authenticating", cause);
    }

    private static MongoCommandException refusal(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("refused as the test wants")),
                SERVER);
    }
}
