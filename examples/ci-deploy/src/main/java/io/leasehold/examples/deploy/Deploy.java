package io.leasehold.examples.deploy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.aws.AwsKeyCredentials;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The deployment step of a CI pipeline: a command runs with credentials that were made for it, that can do nothing but deploy, and
 * that are given back when it has ended, however it has ended. The pipeline's own credential, found by the SDK's default chain,
 * never reaches the command.
 *
 * <p>Arguments: the command with its arguments; without any, a new deployment of service {@code myapp} in cluster {@code prod}.
 * The environment: {@code AWS_REGION}, and {@code AWS_ENDPOINT_URL} where an emulator takes AWS's place. The exit status is the
 * command's.
 */
public final class Deploy {

    private static final List<String> NEW_DEPLOYMENT = List.of(
            "aws",
            "ecs",
            "update-service",
            "--cluster",
            "prod",
            "--service",
            "myapp",
            "--force-new-deployment",
            "--task-definition",
            "myapp");

    /** All that a deployment may do. */
    private static final String POLICY = """
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Action": [
                  "ecs:UpdateService",
                  "ecs:DescribeServices",
                  "ecs:DescribeTaskDefinition",
                  "ecs:RegisterTaskDefinition",
                  "ecr:GetAuthorizationToken",
                  "ecr:BatchGetImage",
                  "ecr:GetDownloadUrlForLayer"
                ],
                "Resource": "*"
              }]
            }
            """;

    private Deploy() {}

    /**
     * Deploys.
     *
     * @param arguments the command; none for a new deployment of {@code myapp}
     * @throws IOException when the command cannot be started
     * @throws InterruptedException when the program is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = arguments.length == 0 ? NEW_DEPLOYMENT : List.of(arguments);
        int status;
        // In memory: a session needs no removal, so that nothing is left behind if the pipeline is killed. A role of
        // iam_user
        // would want a durable store.
        try (SecretBroker broker = SecretBroker.builder().name("pipeline").build()) {
            configure(broker, System.getenv());
            status = deploy(broker, command);
        }
        System.exit(status);
    }

    private static void configure(SecretBroker broker, Map<String, String> environment) {
        broker.mounts().enable("aws", "aws");
        Map<String, Object> root = new HashMap<>();
        root.put("region", environment.getOrDefault("AWS_REGION", "us-east-1"));
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL", "");
        if (!endpoint.isEmpty()) {
            root.put("iam_endpoint", endpoint);
            root.put("sts_endpoint", endpoint);
        }
        broker.write("aws/config/root", root);
        broker.write("aws/roles/ci-deploy", Map.of("credential_type", "federation_token", "policy_document", POLICY));
    }

    private static int deploy(SecretBroker broker, List<String> command) throws IOException, InterruptedException {
        Secret secret = broker.read("aws/creds/ci-deploy", Map.of("ttl", "15m"));
        AwsKeyCredentials credentials = secret.as(AwsKeyCredentials.class);
        System.out.println("Deploying with " + credentials.accessKey());
        try {
            return new DeploymentCommand(command, credentials).run();
        } finally {
            List<String> warnings = broker.leases()
                    .revokeWithWarnings(secret.lease().orElseThrow().id());
            warnings.forEach(warning -> System.out.println("Note: " + warning));
        }
    }
}
