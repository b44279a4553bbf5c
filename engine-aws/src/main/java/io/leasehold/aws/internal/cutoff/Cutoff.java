package io.leasehold.aws.internal.cutoff;

import io.leasehold.spi.binding.Field;

/**
 * A cut-off that was decided on, stored until it was seen to stand on the role.
 *
 * @param target the id of the target that the role is on
 * @param roleArn the role of IAM
 * @param before sessions issued before are denied, by AWS's clock, in seconds since 1970
 * @param changedAt when this was stored, by the store's clock, in milliseconds since 1970
 */
public record Cutoff(
        @Field("The target's id.") String target,
        @Field("The role of IAM.") String roleArn,

        @Field("Sessions issued before are denied, in seconds since 1970.")
        long before,

        @Field("When this was stored, in milliseconds since 1970.")
        long changedAt) {}
