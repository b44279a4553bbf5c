package io.leasehold.database.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFailureTest {

    @Test
    void whatFailsBeforeTheRequestLeavesHasNoEffect() {
        for (Exception failure : new Exception[] {
            new ConnectException("Connection refused"),
            new HttpConnectTimeoutException("timed out"),
            new SSLHandshakeException("no certification path"),
            new UnresolvedAddressException()
        }) {
            HttpFailure meaning = HttpFailure.of(failure);

            assertThat(meaning.outcome()).as(failure.toString()).isEqualTo(HttpFailure.Outcome.UNSENT);
            assertThat(meaning.effectPossible()).isFalse();
            assertThat(meaning.unavailable()).isTrue();
        }
    }

    @Test
    void whatFailsLaterMayHaveHadAnEffect() {
        for (Exception failure :
                new Exception[] {new HttpTimeoutException("timed out"), new IOException("connection reset")}) {
            HttpFailure meaning = HttpFailure.of(failure);

            assertThat(meaning.outcome()).as(failure.toString()).isEqualTo(HttpFailure.Outcome.LOST);
            assertThat(meaning.effectPossible()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, false, false", "307, false, false", "400, false, false", "401, false, false", "403, false, false",
        "404, false, false", "429, true, true", "500, true, true", "502, true, true", "503, true, true",
        "504, true, true"
    })
    void anAnswerSaysWhatBecameOfTheRequest(int status, boolean effectPossible, boolean unavailable) {
        HttpFailure meaning = HttpFailure.answered(status, "words");

        assertThat(meaning.effectPossible()).isEqualTo(effectPossible);
        assertThat(meaning.unavailable()).isEqualTo(unavailable);
    }

    @Test
    void causesAreToldWhereTheFailureItselfSaysNothing() {
        ConnectException silent = new ConnectException();
        silent.initCause(new UnresolvedAddressException());

        assertThat(HttpFailure.of(silent).text()).contains("refused").contains("not known");
    }

    @Test
    void errorsHideSecretsAndCutLongPages() {
        TargetErrors errors = new TargetErrors("app", Masker.of("s3cret-admin")).masking("s3cret-user");
        String page = "s3cret-user " + "x".repeat(10_000) + " s3cret-admin";

        assertThat(errors.of(new HttpException("step", HttpFailure.answered(400, page)), false))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("connection \"app\"")
                .hasMessageContaining("step")
                .hasMessageNotContaining("s3cret")
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void aRefusedLoginConcernsTheWholeTargetAndIsRetried() {
        TargetErrors errors = new TargetErrors("app", Masker.of());
        HttpException refused = new HttpException("step", HttpFailure.answered(401, ""));

        assertThat(errors.of(refused, false)).isInstanceOf(TargetUnavailableException.class);
        assertThat(errors.verification(refused)).isInstanceOf(TargetRefusedException.class);
    }

    @Test
    void anAnswerWithoutWordsIsToldByItsNumberAndARedirectIsExplained() {
        assertThat(HttpFailure.answered(404, " ").explained()).contains("404");
        assertThat(HttpFailure.answered(307, "").explained()).contains("redirects are not followed");
    }
}
