/**
 * Data keys that are wrapped in AWS KMS. Start at {@link io.leasehold.aws.internal.kms.DataKeyCipher}.
 */
@NullMarked
package io.leasehold.aws.internal.kms;

import org.jspecify.annotations.NullMarked;
