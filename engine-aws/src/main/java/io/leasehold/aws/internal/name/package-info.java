/** Names of users and sessions. Start at {@link io.leasehold.aws.internal.name.AwsNames}. */
@NullMarked
package io.leasehold.aws.internal.name;

import org.jspecify.annotations.NullMarked;
