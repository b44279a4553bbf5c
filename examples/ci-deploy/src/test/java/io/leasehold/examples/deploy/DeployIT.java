package io.leasehold.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.server.MotoCall;
import io.leasehold.testkit.server.MotoServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as a pipeline runs it, with the command line of AWS, on moto in place of AWS. */
class DeployIT {

    private static final String PIPELINES_KEY = "AKIAPIPELINE00000000";
    private static MotoServer moto;
    private static Path aws;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare(@TempDir Path folder) throws Exception {
        aws = MotoServer.commandLine();
        moto = MotoServer.start();
        aws(folder, "create-cluster", "--cluster-name", "prod");
        aws(
                folder,
                "register-task-definition",
                "--family",
                "myapp",
                "--container-definitions",
                "[{\"name\":\"app\",\"image\":\"app\",\"memory\":64}]");
        aws(
                folder,
                "create-service",
                "--cluster",
                "prod",
                "--service-name",
                "myapp",
                "--task-definition",
                "myapp",
                "--desired-count",
                "1");
    }

    @AfterAll
    static void close() {
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void aDeploymentIsSignedByTheSessionThatWasMadeForIt() throws Exception {
        moto.startRecording();
        Ended ended = deploy();
        assertThat(ended.status()).as(ended.output()).isZero();
        List<MotoCall> calls = moto.stopRecording();
        MotoCall session = only(calls, call -> call.action().equals("GetFederationToken"));
        assertThat(session.accessKeyId()).isEqualTo(PIPELINES_KEY);
        assertThat(session.parameters())
                .containsEntry("DurationSeconds", "900")
                .hasEntrySatisfying("Policy", policy -> assertThat(policy).contains("ecs:UpdateService"));
        MotoCall deployment = only(calls, call -> call.service().equals("ecs"));
        assertThat(deployment.accessKeyId()).isNotEqualTo(PIPELINES_KEY);
        assertThat(ended.output()).contains("Deploying with " + deployment.accessKeyId());
    }

    @Test
    void theCommandFindsNoCredentialOfThePipeline() throws Exception {
        Ended ended = deploy("env");
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("AWS_SESSION_TOKEN=")
                .contains("AWS_ACCESS_KEY_ID=")
                .doesNotContain(PIPELINES_KEY)
                .doesNotContain("pipelines-secret")
                .doesNotContain("AWS_PROFILE=");
    }

    @Test
    void whatTheCommandSaysIsThePipelinesAndItsSessionIsGivenBackAllTheSame() throws Exception {
        Ended ended = deploy("sh", "-c", "exit 7");
        assertThat(ended.status()).as(ended.output()).isEqualTo(7);
        // What AWS cannot do is said.
        assertThat(ended.output()).contains("Note: ").contains("valid until");
    }

    private static MotoCall only(List<MotoCall> calls, Predicate<MotoCall> which) {
        List<MotoCall> found = calls.stream().filter(which).toList();
        assertThat(found).as(calls.toString()).hasSize(1);
        return found.get(0);
    }

    private record Ended(int status, String output) {}

    private static void aws(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(aws.toString(), "ecs"));
        command.addAll(List.of(arguments));
        Ended ended = run(folder, command, Map.of());
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    private Ended deploy(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-classpath",
                System.getProperty("java.class.path"),
                "io.leasehold.examples.deploy.Deploy"));
        command.addAll(List.of(arguments));
        String path = aws.getParent() + File.pathSeparator + System.getenv().getOrDefault("PATH", "");
        return run(folder, command, Map.of("PATH", path, "AWS_PROFILE", "not-there"));
    }

    private static Ended run(Path folder, List<String> command, Map<String, String> more)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("AWS_ENDPOINT_URL", moto.url().toString());
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_ACCESS_KEY_ID", PIPELINES_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", "pipelines-secret");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.putAll(more);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        return new Ended(process.exitValue(), text);
    }
}
