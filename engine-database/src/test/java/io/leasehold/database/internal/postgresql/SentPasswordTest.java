package io.leasehold.database.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class SentPasswordTest {

    @Test
    void itIsDerivedOnce() {
        try (SentPassword sent = SentPassword.of(SecretText.of("pencil"), PasswordForm.SCRAM_SHA_256)) {
            assertThat(sent.get().reveal()).startsWith("SCRAM-SHA-256$4096:");
            assertThat(sent.get()).isSameAs(sent.get());
        }
    }

    @Test
    void whoeverNeedsItDerivesItWhenNoOtherThreadIsFree() {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + 1; i++) {
            ForkJoinPool.commonPool().execute(() -> awaitUninterruptibly(end));
        }
        try (SentPassword sent = SentPassword.of(SecretText.of("pencil"), PasswordForm.SCRAM_SHA_256)) {
            assertThat(sent.get().reveal()).startsWith("SCRAM-SHA-256$4096:");
        } finally {
            end.countDown();
        }
    }

    @Test
    void anInterruptIsKeptForTheNextStep() {
        Thread.currentThread().interrupt();
        try (SentPassword sent = SentPassword.of(SecretText.of("pencil"), PasswordForm.SCRAM_SHA_256)) {
            assertThat(sent.get().reveal()).startsWith("SCRAM-SHA-256$4096:");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aPasswordThatCannotBeSentIsToldOnceAndClosesQuietly() {
        assertThatThrownBy(() -> {
                    try (SentPassword sent =
                            SentPassword.of(SecretText.of("p\u00e4ssword"), PasswordForm.SCRAM_SHA_256)) {
                        sent.get();
                    }
                })
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("ssword\"");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
