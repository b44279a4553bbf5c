package io.leasehold.aws;

import static io.leasehold.aws.world.StaticWorld.USER;
import static io.leasehold.aws.world.StaticWorld.twoHourly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.aws.world.StaticWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients that live on the key of a static role, while it is rotated under them. */
class RotatingStaticKeyTest {

    private static final String APP = "app";
    private static final int THREADS = 3;
    private static final int ROTATIONS = 40;

    private final StaticWorld world = new StaticWorld();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final AtomicIntegerArray calls = new AtomicIntegerArray(THREADS);
    private volatile boolean over;

    @AfterEach
    void close() {
        over = true;
        threads.shutdownNow();
        world.close();
    }

    @Test
    void aRotationIsFollowedAtOnceInTheProcessThatRotates() {
        world.first().write(APP, twoHourly());
        try (RotatingAwsCredentials credentials = credentials(world.first())) {
            String old = credentials.status().accessKeyId();

            world.first().rotate(APP);
            world.pass(Duration.ZERO);

            String now = credentials.provider().resolveCredentials().accessKeyId();
            assertThat(now)
                    .isNotEqualTo(old)
                    .isEqualTo(world.first().credentials(APP).accessKey());
        }
    }

    @Test
    void anotherProcessFollowsWithinTheGrace() {
        StaticWorld.Node second = world.start();
        world.first().write(APP, twoHourly());
        try (RotatingAwsCredentials credentials = credentials(second)) {
            String old = credentials.status().accessKeyId();

            world.first().rotate(APP);
            world.pass(Duration.ofSeconds(40));

            assertThat(credentials.provider().resolveCredentials().accessKeyId())
                    .isNotEqualTo(old)
                    .isEqualTo(world.first().credentials(APP).accessKey());
            assertThat(world.aws().activeKeysOf(USER)).contains(old);
        }
    }

    /** Every other one is due by itself; the others are asked for, as soon as the key before is retired. */
    @Test
    void noCallIsRefusedWhateverIsRotated() throws Exception {
        world.first()
                .write(APP, twoHourly().rotationPeriod(Duration.ofMinutes(2)).previousKeyGrace(Duration.ofSeconds(50)));
        try (RotatingAwsCredentials credentials = credentials(world.first());
                StsClient client = StsClient.builder()
                        .endpointOverride(world.aws().url())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials.provider())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                callers.add(threads.submit(() -> call(number, client, credentials)));
            }
            for (int i = 0; i < ROTATIONS; i++) {
                String old = credentials.status().accessKeyId();
                awaitCalls();
                if (i % 2 == 0) {
                    world.pass(Duration.ofMinutes(1));
                    world.first().rotate(APP);
                }
                assertThat(world.comes(() -> !credentials.status().accessKeyId().equals(old)))
                        .isTrue();
                awaitCalls();
            }
            over = true;
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isPositive();
            }
        }
        assertThat(used).hasSizeGreaterThan(ROTATIONS / 2);
        assertThat(world.aws().log().of("GetCallerIdentity"))
                .allSatisfy(request -> assertThat(request.outcome()).isEqualTo("OK"));
    }

    private RotatingAwsCredentials credentials(StaticWorld.Node node) {
        return RotatingAwsCredentials.builder()
                .broker(node.broker())
                .path("aws/static-creds/" + APP)
                .timeSource(world.time())
                .build();
    }

    /** Each thread has been through once more, so that no call spans two rotations: the first to end may have begun before. */
    private void awaitCalls() {
        int[] before = IntStream.range(0, THREADS).map(calls::get).toArray();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> IntStream.range(0, THREADS).allMatch(i -> calls.get(i) >= before[i] + 2));
    }

    private int call(int number, StsClient client, RotatingAwsCredentials credentials) {
        int mine = 0;
        while (!over) {
            used.add(credentials.status().accessKeyId());
            client.getCallerIdentity();
            calls.incrementAndGet(number);
            mine++;
        }
        return mine;
    }
}
