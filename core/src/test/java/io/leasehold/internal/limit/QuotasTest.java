package io.leasehold.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.leasehold.error.LimitExceededException;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private static final String PATH = "database/creds/app";

    private final AtomicLong now = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("limits do not sleep");
        }
    };
    private final InMemoryStorage storage = new InMemoryStorage();
    private final SealedEntries entries = new SealedEntries(
            storage, new Sealer(KeyRing.open(storage, List.of(MasterKey.fromBytes(AesGcm.randomKey())))), time);
    private final Quotas quotas = new Quotas(entries, storage.entries(), time);

    @Test
    void whatOneLimitRefusesIsNotSpentOfAnother() {
        quotas.putRate("a-few-an-hour", new RateQuota("database", 2, Duration.ofHours(1)));
        quotas.putRate("one-a-minute", new RateQuota(PATH, 1, Duration.ofMinutes(1)));
        quotas.spend(PATH);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> quotas.spend(PATH))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("one-a-minute");
        }

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        quotas.spend(PATH);

        assertThatThrownBy(() -> quotas.spend("database/creds/other"))
                .as("both issues of the hour are spent")
                .hasMessageContaining("a-few-an-hour");
    }

    @Test
    void theLongestWaitIsTold() {
        quotas.putRate("a", new RateQuota("", 1, Duration.ofMinutes(1)));
        quotas.putRate("b", new RateQuota("database", 1, Duration.ofHours(1)));
        quotas.putRate("c", new RateQuota(PATH, 1, Duration.ofSeconds(1)));
        quotas.putRate("d", new RateQuota("database/creds/other", 1, Duration.ofDays(1)));
        quotas.spend(PATH);

        assertThatThrownBy(() -> quotas.spend(PATH))
                .asInstanceOf(throwable(LimitExceededException.class))
                .hasMessageContaining("rate limit b")
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
    }
}
