package io.leasehold.benchmarks;

import io.leasehold.SecretBroker;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.MotoCall;
import io.leasehold.testkit.server.MotoServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Issue and revoke of {@code iam_user} with the in-memory store, against the same calls made by the bare SDK, captured once by
 * moto's recorder. Neither waits for propagation, which moto does not have; AWS itself takes longer for each call than moto.
 */
public final class AwsIssueRevoke {

    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(12);
    private static final String CREDS = "aws/creds/app";
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::app\",\"arn:aws:s3:::app/*\"]}]}";

    private AwsIssueRevoke() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        try (MotoServer moto = MotoServer.start();
                SecretBroker broker = broker(moto);
                IamClient iam = iam(moto)) {
            List<MotoCall> calls = capture(moto, broker);
            System.out.println("The broker called for one issue and one revoke: "
                    + String.join(" ", calls.stream().map(MotoCall::action).toList()));
            BareIam bare = new BareIam(iam, calls);
            for (int threads : new int[] {1, 4}) {
                compare(broker, bare, threads);
            }
        }
    }

    private static void compare(SecretBroker broker, BareIam bare, int threads) throws Exception {
        Load.rate(threads, WARM_UP, i -> () -> cycle(broker));
        Load.rate(threads, WARM_UP, i -> bare);
        double[] ratios = new double[ROUNDS];
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double alone = Load.rate(threads, ROUND, i -> bare);
            rates[round] = Load.rate(threads, ROUND, i -> () -> cycle(broker));
            ratios[round] = rates[round] / alone;
        }
        System.out.printf(
                "in-memory store, %d threads: %.1f issue+revoke/s; ratio to the same calls bare %.3f%n",
                threads, Bench.median(rates), Bench.median(ratios));
    }

    private static List<MotoCall> capture(MotoServer moto, SecretBroker broker) {
        // The first use of an account asks more than the others.
        cycle(broker);
        moto.startRecording();
        cycle(broker);
        return moto.stopRecording();
    }

    private static void cycle(SecretBroker broker) {
        broker.leases().revoke(broker.read(CREDS).lease().orElseThrow().id());
    }

    private static SecretBroker broker(MotoServer moto) {
        SecretBroker broker = SecretBroker.builder()
                .name("bench")
                .storage(new InMemoryStorage())
                .masterKey(Bench.key())
                .build();
        broker.mounts().enable("aws", "aws");
        broker.write(
                "aws/config/root",
                Map.of(
                        "access_key",
                        "AKIABENCH00000000000",
                        "secret_key",
                        "bench",
                        "region",
                        "us-east-1",
                        "iam_endpoint",
                        moto.url().toString(),
                        "sts_endpoint",
                        moto.url().toString(),
                        "propagation_checks",
                        0));
        broker.write("aws/config/lease", Map.of("lease", "1h", "lease_max", "24h"));
        broker.write("aws/roles/app", Map.of("credential_type", "iam_user", "policy_document", POLICY));
        return broker;
    }

    private static IamClient iam(MotoServer moto) {
        return IamClient.builder()
                .endpointOverride(moto.url())
                .region(Region.AWS_GLOBAL)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIABENCH00000000000", "bench")))
                .build();
    }
}
