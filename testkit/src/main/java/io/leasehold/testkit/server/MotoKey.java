package io.leasehold.testkit.server;

/**
 * An access key of a user that may do everything on a {@link MotoServer}.
 *
 * @param accessKeyId its id
 * @param secretAccessKey its secret, which {@link #toString()} leaves out
 */
public record MotoKey(String accessKeyId, String secretAccessKey) {

    @Override
    public String toString() {
        return "MotoKey[accessKeyId=" + accessKeyId + "]";
    }
}
