package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.client.RootSettings.Propagation;
import java.util.function.Function;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What the steps of a rotation are done with.
 *
 * @param clients clients of a credential that may manage the user's keys
 * @param signer the id of the key that they sign with, so that it is not put out of use before it deletes itself; empty when it is
 *     not known
 * @param propagation how a new key is waited for; it is tried once at least
 * @param probe makes a client of STS with a new key, which is closed after use
 */
public record KeyAccess(
        AwsClients clients, String signer, Propagation propagation, Function<RootSettings.Key, StsClient> probe) {}
