package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.user.Steps;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.secret.SecretText;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;

/** What is asked of IAM about the keys of one user. For one thread. */
final class KeyRequests {

    private final AwsClients clients;
    private final String signer;
    private final @Nullable String user;
    private final Steps steps;

    /**
     * Requests.
     *
     * @param access who asks
     * @param user the user; empty for the one who asks, an account's root user
     * @param steps their limit
     */
    KeyRequests(KeyAccess access, String user, Steps steps) {
        this.clients = access.clients();
        this.signer = access.signer();
        this.user = user.isEmpty() ? null : user;
        this.steps = steps;
    }

    UserKeys list() {
        return answered(
                "ListAccessKeys",
                false,
                () -> new UserKeys(clients
                        .iam()
                        .listAccessKeysPaginator(
                                request -> request.userName(user).overrideConfiguration(steps.limit()))
                        .accessKeyMetadata()
                        .stream()
                        .map(key -> new UserKeys.Listed(key.accessKeyId(), key.createDate()))
                        .toList()));
    }

    /** Asked for once: what was asked for twice may be there twice. */
    RootSettings.Key create() {
        AccessKey key = answered(
                "CreateAccessKey",
                true,
                () -> clients.iamOnce()
                        .createAccessKey(request -> request.userName(user).overrideConfiguration(steps.limit()))
                        .accessKey());
        return new RootSettings.Key(key.accessKeyId(), SecretText.of(key.secretAccessKey()));
    }

    /** Whether AWS has never seen a request with a key. */
    boolean isUnused(String id) {
        return answered(
                "GetAccessKeyLastUsed",
                false,
                () -> clients.iam()
                                .getAccessKeyLastUsed(
                                        request -> request.accessKeyId(id).overrideConfiguration(steps.limit()))
                                .accessKeyLastUsed()
                                .lastUsedDate()
                        == null);
    }

    /** Ends a key's use, then removes it, so that it is out of use also where only the one is permitted. */
    void remove(String id) {
        if (!id.equals(signer)) {
            deactivate(id);
        }
        try {
            steps.remove(
                    "DeleteAccessKey",
                    () -> clients.iam()
                            .deleteAccessKey(request ->
                                    request.userName(user).accessKeyId(id).overrideConfiguration(steps.limit())));
        } catch (TargetRefusedException refusal) {
            throw helped(refusal);
        }
    }

    private void deactivate(String id) {
        try {
            steps.remove(
                    "UpdateAccessKey",
                    () -> clients.iam()
                            .updateAccessKey(request -> request.userName(user)
                                    .accessKeyId(id)
                                    .status(StatusType.INACTIVE)
                                    .overrideConfiguration(steps.limit())));
        } catch (TargetRefusedException notPermitted) {
            // Deleting it is as good, and better.
        }
    }

    private <T> T answered(String action, boolean changes, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            TargetException error = AwsErrors.of(action, changes, failure);
            throw error instanceof TargetRefusedException refusal ? helped(refusal) : error;
        }
    }

    /** A refusal with what is needed for a rotation, in case that is what is the matter. */
    private TargetRefusedException helped(TargetRefusedException refusal) {
        if (!String.valueOf(refusal.getMessage()).contains("AccessDenied")) {
            return refusal;
        }
        return new TargetRefusedException(
                refusal.getMessage()
                        + ": to rotate the keys of " + (user == null ? "the root user" : "user " + user)
                        + ", allow iam:ListAccessKeys, iam:CreateAccessKey, iam:UpdateAccessKey, iam:DeleteAccessKey and"
                        + " iam:GetAccessKeyLastUsed on it",
                refusal.effectPossible(),
                null);
    }
}
