package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One target of {@code config/root}: an account of AWS, and how it is reached. Stored sealed; its text form shows no settings.
 *
 * @param root the fields of {@code config/root}
 * @param account the account's number; empty while it has not been asked for
 */
public record RootTarget(
        @Field("The fields of config/root.") Map<String, Object> root,
        @Field("The account's number.") String account) {

    /** Takes a copy. */
    public RootTarget {
        root = root == null ? Map.of() : Map.copyOf(root);
        account = orEmpty(account);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static RootTarget of(AwsRoot root, String account) {
        return new RootTarget(Fields.of(root), account);
    }

    /**
     * The fields of {@code config/root}.
     *
     * @return the settings
     */
    public AwsRoot settings() {
        return Fields.bind(root, AwsRoot.class);
    }

    @Override
    public String toString() {
        return "RootTarget[account=" + account + "]";
    }
}
