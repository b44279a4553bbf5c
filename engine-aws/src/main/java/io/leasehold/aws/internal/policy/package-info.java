/** Documents of policies: read, checked, merged. Start at {@link io.leasehold.aws.internal.policy.PolicyDocument}. */
@NullMarked
package io.leasehold.aws.internal.policy;

import org.jspecify.annotations.NullMarked;
