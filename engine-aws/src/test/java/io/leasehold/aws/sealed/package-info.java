/** Brokers whose master key is in KMS. Start at {@link io.leasehold.aws.sealed.SealedByKms}. */
package io.leasehold.aws.sealed;
