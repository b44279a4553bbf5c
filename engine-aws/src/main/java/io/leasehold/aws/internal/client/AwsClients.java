package io.leasehold.aws.internal.client;

import io.leasehold.aws.internal.client.RootSettings.StsEndpoint;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients with one credential. Thread-safe. */
public final class AwsClients implements AutoCloseable {

    private final IamClient iam;
    private final IamClient iamOnce;
    private final StsClients sts;
    private final Optional<StsClients> assuming;

    /**
     * Clients.
     *
     * @param iam repeats requests that failed
     * @param iamOnce sends each request once: a repeated creation meets what the first one made
     * @param sts the endpoints of STS
     * @param assuming the same for assuming the role that is the root credential; empty when it is none
     */
    AwsClients(IamClient iam, IamClient iamOnce, StsClients sts, Optional<StsClients> assuming) {
        this.iam = iam;
        this.iamOnce = iamOnce;
        this.sts = sts;
        this.assuming = assuming;
    }

    /**
     * IAM, with requests repeated as the SDK sees fit.
     *
     * @return the client
     */
    public IamClient iam() {
        return iam;
    }

    /**
     * IAM, with each request sent once.
     *
     * @return the client
     */
    public IamClient iamOnce() {
        return iamOnce;
    }

    /**
     * Asks STS. What the first endpoint does not answer the next one is asked; the one that answered is asked first from then on.
     *
     * @param request the request
     * @param <T> the answer's type
     * @return the answer
     * @see StsEndpoint
     */
    public <T> T sts(Function<StsClient, T> request) {
        return sts.ask(request);
    }

    @Override
    public void close() {
        iam.close();
        iamOnce.close();
        sts.close();
        assuming.ifPresent(StsClients::close);
    }
}
