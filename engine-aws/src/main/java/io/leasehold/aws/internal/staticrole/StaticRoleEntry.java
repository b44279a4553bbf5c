package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A static role as it is stored. Immutable.
 *
 * @param role its fields, without a secret
 * @param userId the id of the user that it is for
 * @param userArn the ARN that the user had when the role was written
 * @param ending whether it is being deleted: its keys go first, then it goes itself
 */
public record StaticRoleEntry(
        @Field("The fields of the role.") Map<String, Object> role,
        @Field("The user's id.") String userId,
        @Field("The user's ARN.") String userArn,
        @Field("Whether it is being deleted.") boolean ending) {

    /** Takes copies; an absent text is an empty one. */
    public StaticRoleEntry {
        role = role == null ? Map.of() : Map.copyOf(role);
        userId = orEmpty(userId);
        userArn = orEmpty(userArn);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static StaticRoleEntry none() {
        return new StaticRoleEntry(Map.of(), "", "", false);
    }

    /** A role for a user. A key that was adopted is kept with those of the role. */
    static StaticRoleEntry of(AwsStaticRole role, PinnedUser user) {
        Map<String, Object> fields = new LinkedHashMap<>(Fields.of(role));
        fields.remove("access_key");
        fields.remove("secret_key");
        return new StaticRoleEntry(fields, user.id(), user.arn(), false);
    }

    /** The same while it is being deleted. */
    StaticRoleEntry ended() {
        return new StaticRoleEntry(role, userId, userArn, true);
    }

    AwsStaticRole fields() {
        return Fields.bind(role, AwsStaticRole.class);
    }

    StaticRoleRules rules() {
        return StaticRoleRules.of(fields());
    }

    PinnedUser user() {
        return new PinnedUser(userId, userArn);
    }

    @Override
    public String toString() {
        return "StaticRoleEntry[user=" + userArn + ", ending=" + ending + "]";
    }
}
