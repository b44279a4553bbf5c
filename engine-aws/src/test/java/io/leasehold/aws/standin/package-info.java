/**
 * A stand-in for IAM and STS, for what emulators cannot do: sizes, quotas, durations, external ids and everything that blocks the
 * deletion of a user, as AWS's documentation has it, and faults on request. What it shows is that the engine keeps to the
 * documentation, not that the documentation keeps to AWS. It evaluates no policies: a test says who may do what. Start at
 * {@link io.leasehold.aws.standin.FaultyAws}. Apart from it stands a small one for KMS, {@link io.leasehold.aws.standin.FaultyKms}.
 */
package io.leasehold.aws.standin;
