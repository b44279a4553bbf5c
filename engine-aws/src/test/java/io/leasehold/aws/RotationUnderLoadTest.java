package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.aws.keys.KeyWorld;
import io.leasehold.aws.keys.StubSts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Hundreds of rotations while threads resolve and clients call. A rotation comes every 31 seconds of moved time. */
class RotationUnderLoadTest {

    private static final int ROTATIONS = 200;
    private static final int THREADS = 4;
    private static final Duration DRAIN = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KeyWorld world = new KeyWorld();
    private final RotatingAwsCredentials credentials =
            world.builder(KeyWorld.USER).drain(DRAIN).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicIntegerArray rounds = new AtomicIntegerArray(THREADS);
    private volatile boolean over;

    @AfterEach
    void closeAll() {
        over = true;
        threads.shutdownNow();
        credentials.close();
        world.close();
    }

    @Test
    void everyKeyThatWasResolvedLivesForTheDrainFromThenOn() throws Exception {
        List<Future<Map<String, Duration>>> resolvers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            resolvers.add(threads.submit(() -> resolve(number)));
        }
        rotate();
        over = true;

        Map<String, Duration> lastResolved = new HashMap<>();
        for (Future<Map<String, Duration>> resolver : resolvers) {
            resolver.get().forEach((key, at) -> lastResolved.merge(key, at, RotationUnderLoadTest::later));
        }
        world.pass(DRAIN.plusSeconds(1));

        assertThat(lastResolved).hasSizeGreaterThan(ROTATIONS / 2);
        assertThat(world.issuer().live())
                .containsExactly(credentials.provider().resolveCredentials().accessKeyId());
        lastResolved.remove(credentials.provider().resolveCredentials().accessKeyId());
        lastResolved.forEach((key, at) -> assertThat(
                        Objects.requireNonNull(world.issuer().deletedAt(key)).minus(at))
                .as(key)
                .isGreaterThanOrEqualTo(DRAIN));
    }

    @Test
    void noCallOfAClientIsRefused() throws Exception {
        try (StubSts sts = new StubSts(world.issuer());
                StsClient client = StsClient.builder()
                        .endpointOverride(sts.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials.provider())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                callers.add(threads.submit(() -> call(number, client)));
            }
            rotate();
            over = true;

            int calls = 0;
            for (Future<Integer> caller : callers) {
                calls += caller.get();
            }
            assertThat(calls).isGreaterThan(ROTATIONS);
            assertThat(sts.refused()).isZero();
            assertThat(sts.keys()).hasSizeGreaterThan(ROTATIONS / 2);
        }
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** When each key was last resolved, or a little earlier, in moved time. */
    private Map<String, Duration> resolve(int number) {
        RotatingAwsCredentialsProvider provider = credentials.provider();
        Map<String, Duration> last = new HashMap<>();
        while (!over) {
            Duration at = world.time().advanced();
            String key = rounds.get(number) % 2 == 0
                    ? provider.resolveCredentials().accessKeyId()
                    : provider.resolveIdentity().join().accessKeyId();
            last.put(key, at);
            rounds.incrementAndGet(number);
        }
        return last;
    }

    private int call(int number, StsClient client) {
        int calls = 0;
        while (!over) {
            client.getCallerIdentity();
            calls++;
            rounds.incrementAndGet(number);
        }
        return calls;
    }

    /** Rotates, again whenever every thread has been through once more: so no call spans more than two rotations. */
    private void rotate() {
        for (int i = 0; i < ROTATIONS; i++) {
            int[] before = new int[THREADS];
            for (int number = 0; number < THREADS; number++) {
                before[number] = rounds.get(number);
            }
            world.pass(Duration.ofSeconds(31));
            assertThat(credentials.refresh()).isTrue();
            world.settle();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> haveAllBeenThrough(before));
        }
        assertThat(credentials.status().rotations()).isEqualTo(ROTATIONS);
    }

    private boolean haveAllBeenThrough(int[] before) {
        for (int number = 0; number < THREADS; number++) {
            if (rounds.get(number) == before[number]) {
                return false;
            }
        }
        return true;
    }
}
