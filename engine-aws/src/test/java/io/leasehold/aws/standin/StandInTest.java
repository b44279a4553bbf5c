package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.SettableTime;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What the tests of the stand-in share. */
abstract class StandInTest {

    static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

    final SettableTime time = SettableTime.manual();
    final FaultyAws aws = FaultyAws.start(new InMemoryStorage(time)::now);
    final IamClient iam = StandInClients.iam(aws.url(), aws.admin());
    final StsClient sts = StandInClients.sts(aws.url(), aws.admin());

    @AfterEach
    void close() {
        iam.close();
        sts.close();
        aws.close();
    }

    String callerOf(AwsCredentials credentials) {
        try (StsClient client = StandInClients.sts(aws.url(), credentials)) {
            return client.getCallerIdentity().arn();
        }
    }

    /** A new user with a key that may do something. */
    AwsCredentials user(String name, String... actions) {
        iam.createUser(request -> request.userName(name));
        aws.allow(FaultyAws.userArn(name), actions);
        return StandInClients.credentials(
                iam.createAccessKey(request -> request.userName(name)).accessKey());
    }

    static void refused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.statusCode() + " "
                                        + e.awsErrorDetails().errorCode())
                                .isEqualTo(status + " " + code));
    }
}
