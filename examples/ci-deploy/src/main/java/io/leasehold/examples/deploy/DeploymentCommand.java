package io.leasehold.examples.deploy;

import io.leasehold.aws.AwsKeyCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A command that finds AWS credentials in its environment, and no others.
 *
 * @param words the command and its arguments
 * @param credentials what it deploys with
 */
record DeploymentCommand(List<String> words, AwsKeyCredentials credentials) {

    /** What else an SDK or the command line of AWS would take credentials from. */
    private static final List<String> OTHER_SOURCES = List.of(
            "AWS_ACCESS_KEY",
            "AWS_SECRET_KEY",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CONFIG_FILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ROLE_ARN",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN");

    /** Runs it to its end, with this program's output, and returns its exit status. */
    int run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        Map<String, String> environment = builder.environment();
        OTHER_SOURCES.forEach(environment::remove);
        environment.put("AWS_ACCESS_KEY_ID", credentials.accessKey());
        environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretKey());
        environment.put("AWS_SESSION_TOKEN", String.valueOf(credentials.sessionToken()));
        Process process = builder.start();
        try {
            return process.waitFor();
        } finally {
            // An interrupted pipeline does not leave its deployment running.
            process.destroy();
        }
    }

    /** The command's name alone: its arguments may hold anything. */
    @Override
    public String toString() {
        return "DeploymentCommand[" + words.get(0) + "]";
    }
}
