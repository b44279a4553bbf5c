/**
 * Short-lived AWS credentials: the records that are written to and read from an engine of type {@code aws}. Start at
 * {@link io.leasehold.aws.AwsRole}, which says what credentials are made like.
 */
@NullMarked
package io.leasehold.aws;

import org.jspecify.annotations.NullMarked;
