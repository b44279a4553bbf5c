/** A broker with the engine and the stand-in for AWS, on one time. Start at {@link io.leasehold.aws.world.AwsWorld}. */
@NullMarked
package io.leasehold.aws.world;

import org.jspecify.annotations.NullMarked;
