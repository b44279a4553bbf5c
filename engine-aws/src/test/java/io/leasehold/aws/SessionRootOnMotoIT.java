package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.testkit.server.MotoCall;
import io.leasehold.testkit.server.MotoServer;
import io.leasehold.testkit.server.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root credential that is a session, on moto: it looks at no token, and shows what was sent. */
class SessionRootOnMotoIT {

    private static final String ROLE = "arn:aws:iam::123456789012:role/Leasehold";

    private final MotoServer moto = SharedServers.moto();
    private final SecretBroker broker = SecretBroker.builder().name("billing").build();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        broker.close();
        moto.reset();
    }

    @Test
    void aTokenInAFileIsEnough() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "header.payload.signature");
        broker.mounts().enable("aws", "aws");
        moto.startRecording();
        Map<String, Object> root = new HashMap<>(Map.of("region", "us-east-1", "role_arn", ROLE));
        root.put("identity_token_file", token.toString());
        root.put("iam_endpoint", moto.url().toString());
        root.put("sts_endpoint", moto.url().toString());
        broker.write("aws/config/root", root);
        broker.write(
                "aws/roles/deploy",
                Map.of("credential_type", "assumed_role", "role_arns", "arn:aws:iam::123456789012:role/Deploy"));

        AwsKeyCredentials key = broker.read("aws/creds/deploy").as(AwsKeyCredentials.class);

        assertThat(key.arn()).contains("assumed-role/Deploy/");
        List<MotoCall> calls = moto.stopRecording();
        List<MotoCall> assumed = calls.stream()
                .filter(call -> call.action().equals("AssumeRoleWithWebIdentity"))
                .toList();
        assertThat(assumed).isNotEmpty().allSatisfy(call -> {
            assertThat(call.accessKeyId()).isEmpty();
            assertThat(call.parameters())
                    .containsEntry("WebIdentityToken", "header.payload.signature")
                    .containsEntry("RoleArn", ROLE)
                    .containsEntry("RoleSessionName", "leasehold-aws");
        });
    }
}
