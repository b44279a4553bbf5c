package io.leasehold.benchmarks;

import io.leasehold.SecretBroker;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.RotatingAwsCredentialsProvider;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * What a client of the AWS SDK waits for its credentials with each call: {@link RotatingAwsCredentialsProvider} on a live
 * lease, expiry check and all, against the SDK's {@link StaticCredentialsProvider}, in one run, with what is allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AwsResolve {

    private final SecretBroker broker = SecretBroker.builder()
            .name("benchmark")
            .engine(new IdleKeys.Provider())
            .build();
    private final RotatingAwsCredentials credentials = credentials(broker);
    private final AwsCredentialsProvider rotating = credentials.provider();
    private final AwsCredentialsProvider fixed =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"));
    private final ResolveIdentityRequest request =
            ResolveIdentityRequest.builder().build();

    private static RotatingAwsCredentials credentials(SecretBroker broker) {
        broker.mounts().enable("aws", "idle-keys");
        return RotatingAwsCredentials.builder()
                .broker(broker)
                .path("aws/creds/app")
                .build();
    }

    /** Ends the broker. */
    @TearDown
    public void stop() {
        credentials.close();
        broker.close();
    }

    /**
     * The SDK's own.
     *
     * @return the credentials
     */
    @Benchmark
    public AwsCredentials fixed() {
        return fixed.resolveCredentials();
    }

    /**
     * Those that rotate.
     *
     * @return the credentials
     */
    @Benchmark
    public AwsCredentials rotating() {
        return rotating.resolveCredentials();
    }

    /**
     * The SDK's own, as asynchronous clients ask.
     *
     * @return done
     */
    @Benchmark
    public CompletableFuture<AwsCredentialsIdentity> fixedIdentity() {
        return fixed.resolveIdentity(request);
    }

    /**
     * Those that rotate, as asynchronous clients ask.
     *
     * @return done
     */
    @Benchmark
    public CompletableFuture<AwsCredentialsIdentity> rotatingIdentity() {
        return rotating.resolveIdentity(request);
    }

    /**
     * The clock alone, which the expiry check reads.
     *
     * @return a reading
     */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    /**
     * Runs all of them, and prints what was allocated and the medians: a shared machine has iterations that say nothing.
     *
     * @param args none
     * @throws RunnerException when the harness fails
     */
    public static void main(String[] args) throws RunnerException {
        Map<String, Double> medians = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(AwsResolve.class.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run()) {
            medians.put(result.getPrimaryResult().getLabel(), median(result));
        }
        medians.forEach((name, nanos) -> System.out.printf("%s %.1f ns%n", name, nanos));
        System.out.printf(
                "resolveCredentials %.1f ns more than the SDK's static provider (medians)%n",
                medians.getOrDefault("rotating", 0.0) - medians.getOrDefault("fixed", 0.0));
    }

    private static double median(RunResult result) {
        return Bench.median(result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray());
    }
}
