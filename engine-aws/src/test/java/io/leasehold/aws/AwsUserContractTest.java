package io.leasehold.aws;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.aws.internal.engine.AwsEngineProvider;
import io.leasehold.aws.standin.FaultyAws;
import io.leasehold.aws.standin.StandInClients;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.testkit.contract.SecretEngineContract;
import io.leasehold.testkit.contract.TargetOutage;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Users of IAM keep the contract of engines, on the stand-in for AWS. */
class AwsUserContractTest extends SecretEngineContract {

    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

    private final FaultyAws aws = FaultyAws.start(() -> Clock.systemUTC().instant());

    @Override
    public SecretEngineProvider engine() {
        return new AwsEngineProvider();
    }

    @Override
    public void configure(SecretBroker broker, String mount) {
        broker.write(
                mount + "/config/root",
                AwsRoot.builder()
                        .key(aws.admin().accessKeyId(), aws.admin().secretAccessKey())
                        .region("us-east-1")
                        .iamEndpoint(aws.url().toString())
                        .stsEndpoint(aws.url().toString())
                        .maxRetries(0)
                        .propagationChecks(1)
                        .build());
    }

    @Override
    public void writeRole(SecretBroker broker, String mount, String role, Duration ttl, Duration maxTtl) {
        broker.write(mount + "/config/lease", new AwsLease(ttl, maxTtl));
        broker.write(
                mount + "/roles/" + role,
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyDocument(DOCUMENT)
                        .build());
    }

    @Override
    public void writeFailingRole(SecretBroker broker, String mount, String role) {
        broker.write(
                mount + "/roles/" + role,
                AwsRole.builder()
                        .credentialType("iam_user")
                        .policyArns("arn:aws:iam::aws:policy/NoSuchPolicy")
                        .build());
    }

    @Override
    public boolean canLogin(Secret secret) {
        AwsKeyCredentials key = secret.as(AwsKeyCredentials.class);
        try (StsClient sts =
                StandInClients.sts(aws.url(), AwsBasicCredentials.create(key.accessKey(), key.secretKey()))) {
            sts.getCallerIdentity();
            return true;
        } catch (SdkServiceException refused) {
            if (refused.statusCode() == 403) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public String account(Secret secret) {
        String key = secret.as(AwsKeyCredentials.class).accessKey();
        return accounts().stream()
                .filter(user -> aws.keysOf(user).contains(key))
                .findFirst()
                .orElse("");
    }

    @Override
    public Set<String> hidden(Secret secret) {
        return Set.of(secret.as(AwsKeyCredentials.class).secretKey());
    }

    @Override
    public Set<String> accounts() {
        Set<String> users = new HashSet<>(aws.users());
        users.remove(FaultyAws.ADMIN);
        return users;
    }

    @Override
    public void removeAccount(String account) {
        try (IamClient iam = StandInClients.iam(aws.url(), aws.admin())) {
            aws.keysOf(account)
                    .forEach(key -> iam.deleteAccessKey(
                            request -> request.userName(account).accessKeyId(key)));
            iam.listUserPolicies(request -> request.userName(account))
                    .policyNames()
                    .forEach(policy -> iam.deleteUserPolicy(
                            request -> request.userName(account).policyName(policy)));
            iam.deleteUser(request -> request.userName(account));
        }
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                aws.refuseConnections();
            }

            @Override
            public void end() {
                aws.acceptConnections();
            }
        });
    }

    @Override
    public void release() {
        aws.close();
    }
}
