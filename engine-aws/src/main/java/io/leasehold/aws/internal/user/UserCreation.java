package io.leasehold.aws.internal.user;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * Makes a user: the check that its lease still waits, the user with its marks, what it may do, and its key last. There are no
 * transactions: what a failed creation has made is removed by the lease's revocation, which the broker begins at once. The user
 * and its key are asked for once only, so that an answer that says "taken" is never about one's own. Thread-safe.
 */
public final class UserCreation {

    private final TimeSource time;

    /**
     * Creations.
     *
     * @param time passes between tries
     */
    public UserCreation(TimeSource time) {
        this.time = time;
    }

    /**
     * Makes a user.
     *
     * @param clients the root credential's
     * @param user what to make
     * @param creation limits, and the check
     * @return its key
     */
    public RootSettings.Key create(AwsClients clients, NewUser user, Creation creation) {
        Steps steps = new Steps(creation::timeLeft, time);
        creation.confirm();
        createUser(clients.iamOnce(), user, steps);
        steps.haveAnEffect();
        allow(clients.iam(), user, steps);
        return createKey(clients.iamOnce(), user, steps);
    }

    private static void createUser(IamClient iam, NewUser user, Steps steps) {
        RoleRules rules = user.rules();
        List<Tag> tags = new ArrayList<>(user.mark().tags());
        rules.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        CreateUserRequest.Builder request = CreateUserRequest.builder()
                .userName(user.name())
                .path(rules.path())
                .tags(tags)
                .overrideConfiguration(steps.limit());
        if (!rules.boundary().isEmpty()) {
            request.permissionsBoundary(rules.boundary());
        }
        try {
            iam.createUser(request.build());
        } catch (SdkException failure) {
            if (AwsErrors.isTaken(failure)) {
                throw new TargetRefusedException(
                        "CreateUser: user " + user.name() + " already exists and was left alone", false, null);
            }
            throw AwsErrors.of("CreateUser", true, failure);
        }
    }

    private static void allow(IamClient iam, NewUser user, Steps steps) {
        RoleRules rules = user.rules();
        for (String arn : rules.policyArns()) {
            steps.change(
                    "AttachUserPolicy",
                    user.name(),
                    () -> iam.attachUserPolicy(request ->
                            request.userName(user.name()).policyArn(arn).overrideConfiguration(steps.limit())));
        }
        rules.policy()
                .ifPresent(document -> steps.change(
                        "PutUserPolicy",
                        user.name(),
                        () -> iam.putUserPolicy(request -> request.userName(user.name())
                                .policyName(user.policyName())
                                .policyDocument(document.text())
                                .overrideConfiguration(steps.limit()))));
        for (String group : rules.groups()) {
            steps.change(
                    "AddUserToGroup",
                    user.name(),
                    () -> iam.addUserToGroup(request ->
                            request.userName(user.name()).groupName(group).overrideConfiguration(steps.limit())));
        }
    }

    private static RootSettings.Key createKey(IamClient iam, NewUser user, Steps steps) {
        AccessKey key = steps.again(
                "CreateAccessKey",
                failure -> Steps.isAbsent(failure, user.name()),
                () -> iam.createAccessKey(
                                request -> request.userName(user.name()).overrideConfiguration(steps.limit()))
                        .accessKey());
        return new RootSettings.Key(key.accessKeyId(), SecretText.of(key.secretAccessKey()));
    }
}
