package io.leasehold.aws;

import io.leasehold.spi.binding.Field;
import java.util.List;

/**
 * Which permissions of IAM the root credential lacks for what is configured: what {@code config/preflight} answers. Immutable.
 *
 * @param principal whose permissions count: the user or role of IAM
 * @param checked whether AWS was asked; if not, {@code missing} is empty because nobody knows
 * @param missing what AWS would refuse
 * @param policyDocument a policy that allows all that is needed and nothing more, as JSON
 */
public record AwsPreflight(
        @Field("Whose permissions count.") String principal,
        @Field("Whether AWS was asked.") boolean checked,
        @Field("What AWS would refuse.") List<MissingPermission> missing,

        @Field("A policy that allows what is needed, as JSON.")
        String policyDocument) {

    /** Takes a copy. */
    public AwsPreflight {
        missing = missing == null ? List.of() : List.copyOf(missing);
    }

    /**
     * A permission that is missing.
     *
     * @param action such as {@code iam:CreateUser}
     * @param resource what it would be done to; an example where there are many
     * @param neededFor what part of the configuration needs it
     * @param optional whether all that is configured works without it: it counts, tidies or looks
     * @param reason what AWS says: {@code implicitDeny} when nothing allows it, {@code explicitDeny} when something denies it
     */
    public record MissingPermission(
            @Field("The action.") String action,
            @Field("What it would be done to.") String resource,
            @Field("What needs it.") String neededFor,

            @Field("Whether all that is configured works without it.")
            boolean optional,

            @Field("What AWS says.") String reason) {}
}
