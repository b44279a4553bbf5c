package io.leasehold.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "a//b,empty segment",
        "a/../b,'\"..\" is not a name'",
        "a/./b,'\".\" is not a name'",
        "sys,sys/ belongs to the broker itself",
        "/sys/leases/,sys/ belongs to the broker itself",
        "auth/approle,auth/ belongs to the broker itself",
        "-a/creds,no mount begins with \"-a\"",
        "a+b/creds,no mount begins with \"a+b\""
    })
    void aPathThatNothingCanEverBeAtIsRefused(String path, String why) {
        assertThatThrownBy(() -> quotas.putRate("x", new RateQuota(path, 1, null)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("path: can never match: ")
                .hasMessageContaining(why);
        assertThatThrownBy(() -> quotas.putCount("x", new CountQuota(path, 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("path: can never match: ");
        assertThat(quotas.rates()).isEmpty();
        assertThat(quotas.counts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "database", "team/db/creds", "pki/issue/a:b@c,d~e=f+g-", "system/creds"})
    void aPathThatSomethingCanBeAtIsTaken(String path) {
        quotas.putRate("x", new RateQuota(path, 1, null));
        quotas.putCount("x", new CountQuota(path, 1));
        assertThat(quotas.rate("x").path()).isEqualTo(quotas.count("x").path());
    }

    @Test
    void aStoredLimitThatHoldsForNothingDisturbsNoOther() {
        entries.put("", "core/quota/rate-limit/old", new RateQuota("sys/leases", 1, null), EntryStore.ABSENT);
        quotas.putRate("new", new RateQuota("database", 1, null));
        quotas.spend(PATH);
        assertThatThrownBy(() -> quotas.spend(PATH)).hasMessageContaining("rate limit new");
    }
}
