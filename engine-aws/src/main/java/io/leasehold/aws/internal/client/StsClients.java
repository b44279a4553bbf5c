package io.leasehold.aws.internal.client;

import io.leasehold.error.TargetRefusedException;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/** The endpoints of STS, of which the first that answers is used. Thread-safe. */
final class StsClients implements AutoCloseable {

    private final List<StsClient> endpoints;
    private volatile int answering;

    StsClients(List<StsClient> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** What the first endpoint does not answer the next one is asked; the one that answered is asked first from then on. */
    <T> T ask(Function<StsClient, T> request) {
        int first = answering;
        for (int tried = 0; ; tried++) {
            int at = (first + tried) % endpoints.size();
            try {
                T answer = request.apply(endpoints.get(at));
                answering = at;
                return answer;
            } catch (NoRootCredentialException sameEverywhere) {
                throw sameEverywhere;
            } catch (SdkException failure) {
                boolean answered = AwsErrors.of("", false, failure) instanceof TargetRefusedException;
                if (answered || tried + 1 == endpoints.size()) {
                    throw failure;
                }
            }
        }
    }

    @Override
    public void close() {
        endpoints.forEach(StsClient::close);
    }
}
