package io.leasehold.aws.internal.root;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.RootSettings;

/**
 * An account of AWS that can be worked on.
 *
 * @param clients clients with the root credential
 * @param settings how it is reached
 */
public record Account(AwsClients clients, RootSettings settings) {}
