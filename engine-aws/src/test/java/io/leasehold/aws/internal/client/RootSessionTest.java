package io.leasehold.aws.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.internal.client.RootSession.Fresh;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

@Timeout(30)
class RootSessionTest {

    private static final int THREADS = 8;

    private final SettableTime time = SettableTime.manual();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean refusing;
    private final RootSession session = new RootSession("Broker", this::ask, time);

    @AfterEach
    void close() {
        gate.countDown();
        threads.shutdownNow();
    }

    private Fresh ask() {
        int number = asked.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        if (refusing) {
            throw new TargetRefusedException("no session number " + number, false, null);
        }
        return new Fresh(AwsSessionCredentials.create("ASIA" + number, "secret", "token"), Duration.ofHours(1));
    }

    @Test
    void threadsThatNeedTheFirstSessionAskForItOnce() {
        gate = new CountDownLatch(1);
        List<CompletableFuture<AwsCredentials>> all = everybody();
        Awaitility.await().until(() -> asked.get() == 1);
        gate.countDown();

        assertThat(all)
                .allSatisfy(each ->
                        assertThat(each.get(10, TimeUnit.SECONDS).accessKeyId()).isEqualTo("ASIA1"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void whileOneThreadReplacesItTheOthersGoOnWithTheFormerOne() throws Exception {
        session.resolveCredentials();
        time.advance(Duration.ofMinutes(41));
        gate = new CountDownLatch(1);
        CompletableFuture<AwsCredentials> replacing =
                CompletableFuture.supplyAsync(session::resolveCredentials, threads);
        Awaitility.await().until(() -> asked.get() == 2);

        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        assertThat(replacing).isNotDone();
        gate.countDown();
        assertThat(replacing.get(10, TimeUnit.SECONDS).accessKeyId()).isEqualTo("ASIA2");
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA2");
    }

    /** Each would wait for as long as a request may take, one after the other. */
    @Test
    void whoWaitedForAFailureDoesNotAskAgain() throws Exception {
        time.advance(Duration.ofMinutes(1));
        refusing = true;
        gate = new CountDownLatch(1);
        List<CompletableFuture<AwsCredentials>> all = everybody();
        Awaitility.await().until(() -> asked.get() == 1 && session.waiting() == THREADS - 1);
        time.advance(Duration.ofSeconds(15));
        gate.countDown();

        assertThat(all)
                .allSatisfy(each -> assertThatThrownBy(() -> each.get(10, TimeUnit.SECONDS))
                        .hasRootCauseMessage("config/root: no session number 1"));
        assertThat(asked).hasValue(1);
        assertThatThrownBy(session::resolveCredentials).hasMessage("config/root: no session number 2");
    }

    @Test
    void aFailedReplacementIsTriedAgainAfterAPauseAndTheLastMinuteIsNotUsed() {
        session.resolveCredentials();
        refusing = true;
        time.advance(Duration.ofMinutes(41));
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        assertThat(asked).hasValue(2);
        time.advance(Duration.ofSeconds(31));
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        assertThat(asked).hasValue(3);
        time.advance(Duration.ofMinutes(17));
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        time.advance(Duration.ofSeconds(30));
        assertThatThrownBy(session::resolveCredentials).isInstanceOf(NoRootCredentialException.class);
    }

    @Test
    void aRefusedKeyIsReplacedIfItIsTheSessions() {
        session.resolveCredentials();
        session.refused("ASIA0");
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA1");
        session.refused("ASIA1");
        assertThat(session.resolveCredentials().accessKeyId()).isEqualTo("ASIA2");
    }

    private List<CompletableFuture<AwsCredentials>> everybody() {
        List<CompletableFuture<AwsCredentials>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(CompletableFuture.supplyAsync(session::resolveCredentials, threads));
        }
        return all;
    }
}
