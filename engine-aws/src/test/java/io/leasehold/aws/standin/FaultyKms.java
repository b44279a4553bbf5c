package io.leasehold.aws.standin;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Answers the SDK's client of KMS on 127.0.0.1 and a free port: {@code DescribeKey}, {@code Encrypt} and {@code Decrypt} with
 * symmetric keys, states of keys, and faults. Not AWS: see the package. Takes one access key. Thread-safe, but for
 * {@link #refuseConnections()} and {@link #acceptConnections()}.
 */
public final class FaultyKms implements AutoCloseable {

    private final Faults faults = new Faults();
    private final KmsKeys keys = new KmsKeys();
    private final List<KmsCall> log = new CopyOnWriteArrayList<>();
    private final AwsBasicCredentials credentials = AwsBasicCredentials.create(Ids.next("AKIA"), Ids.secret());
    private final Listener listener = new Listener(new KmsHandler(keys, faults, log, credentials));

    private FaultyKms() {}

    public static FaultyKms start() {
        return new FaultyKms();
    }

    /** Where it answers, for {@code endpointOverride}. */
    public URI url() {
        return listener.url();
    }

    /** The access key that it takes. */
    public AwsBasicCredentials credentials() {
        return credentials;
    }

    /** What goes wrong, by action. */
    public Faults faults() {
        return faults;
    }

    /** What was asked, requests that failed included. */
    public List<KmsCall> calls() {
        return List.copyOf(log);
    }

    /** What was asked is forgotten. */
    public void forgetCalls() {
        log.clear();
    }

    /** Makes a symmetric key for encryption. */
    public StandInKmsKey addKey(String region) {
        return keys.add(region, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    }

    /** Makes a key that nothing can be wrapped with. */
    public StandInKmsKey addSigningKey(String region) {
        return keys.add(region, "RSA_2048", "SIGN_VERIFY");
    }

    /** Makes a multi-Region key. */
    public StandInKmsKey addMultiRegionKey(String region) {
        return keys.addMultiRegion(region);
    }

    /** Makes a related key in another region. */
    public StandInKmsKey replicate(StandInKmsKey primary, String region) {
        return keys.replicate(primary, region);
    }

    /** Gives a key a name, or gives the name to another key. */
    public void alias(String name, StandInKmsKey key) {
        keys.alias(name, key);
    }

    public void enable(StandInKmsKey key) {
        keys.state(key, "Enabled");
    }

    public void disable(StandInKmsKey key) {
        keys.state(key, "Disabled");
    }

    public void scheduleDeletion(StandInKmsKey key) {
        keys.state(key, "PendingDeletion");
    }

    /** Removes a key, as if its waiting time were over. */
    public void delete(StandInKmsKey key) {
        keys.delete(key);
    }

    /** Refuses connections from now on, and cuts those that there are. */
    public void refuseConnections() {
        listener.refuse();
    }

    /** Accepts connections again, on the same port. */
    public void acceptConnections() {
        listener.listen();
    }

    /** Lets go what waits, and ends. */
    @Override
    public void close() {
        faults.clear();
        listener.close();
    }
}
