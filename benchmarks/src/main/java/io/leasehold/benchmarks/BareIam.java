package io.leasehold.benchmarks;

import io.leasehold.testkit.server.MotoCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** Makes captured calls again through the SDK, each time for another user. Thread-safe. */
record BareIam(IamClient iam, List<MotoCall> calls) implements Load.Operation {

    /** The calls that were captured, and no others: what is not known here is an error and not left out. */
    @Override
    public void run() {
        String user = "bare-" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
        String key = "";
        for (MotoCall call : calls) {
            Map<String, String> with = call.parameters();
            switch (call.action()) {
                case "CreateUser" ->
                    iam.createUser(r -> r.userName(user).path(with.get("Path")).tags(tags(with)));
                case "PutUserPolicy" ->
                    iam.putUserPolicy(r -> r.userName(user)
                            .policyName(with.get("PolicyName"))
                            .policyDocument(with.get("PolicyDocument")));
                case "CreateAccessKey" ->
                    key = iam.createAccessKey(r -> r.userName(user)).accessKey().accessKeyId();
                case "DeleteAccessKey" -> deleteKey(user, key);
                case "DeleteUserPolicy" ->
                    iam.deleteUserPolicy(r -> r.userName(user).policyName(with.get("PolicyName")));
                case "DeleteUser" -> iam.deleteUser(r -> r.userName(user));
                default -> look(call.action(), user);
            }
        }
    }

    private void deleteKey(String user, String key) {
        iam.deleteAccessKey(r -> r.userName(user).accessKeyId(key));
    }

    private void look(String action, String user) {
        switch (action) {
            case "GetUser" -> getUser(user);
            case "ListAccessKeys" -> iam.listAccessKeys(r -> r.userName(user));
            case "ListAttachedUserPolicies" -> iam.listAttachedUserPolicies(r -> r.userName(user));
            case "ListUserPolicies" -> iam.listUserPolicies(r -> r.userName(user));
            case "ListGroupsForUser" -> iam.listGroupsForUser(r -> r.userName(user));
            default -> throw new IllegalStateException("the broker called " + action + ", which is not repeated here");
        }
    }

    /** The last look finds nobody. */
    private void getUser(String user) {
        try {
            iam.getUser(r -> r.userName(user));
        } catch (NoSuchEntityException absent) {
            // As for the broker.
            return;
        }
    }

    private static List<Tag> tags(Map<String, String> parameters) {
        return IntStream.rangeClosed(1, parameters.size())
                .filter(i -> parameters.containsKey("Tags.member." + i + ".Key"))
                .mapToObj(i -> Tag.builder()
                        .key(parameters.get("Tags.member." + i + ".Key"))
                        .value(parameters.get("Tags.member." + i + ".Value"))
                        .build())
                .toList();
    }
}
