package io.leasehold.spring.tls;

import io.leasehold.SecretBroker;
import io.leasehold.pki.tls.RotatingTls;
import io.leasehold.spring.StartPatience;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;

/**
 * The rotating TLS behind the bundles of {@code leasehold.tls.bundles}: for its status, to rotate at once, or to end sessions after a
 * compromise. Closed with the context, before the broker and after the servers. Thread-safe.
 */
public final class TlsBundles implements AutoCloseable {

    private final SecretBroker broker;
    private final LeaseholdTlsProperties properties;
    private final ResourceLoader resources;
    private final StartPatience patience;
    private final Map<String, OpenBundle> open = new ConcurrentHashMap<>();

    TlsBundles(
            SecretBroker broker, LeaseholdTlsProperties properties, ResourceLoader resources, StartPatience patience) {
        this.broker = broker;
        this.properties = properties;
        this.resources = resources;
        this.patience = patience;
    }

    /** Fetches the certificates, and has each rotation reach the registry. */
    void register(SslBundleRegistry registry) {
        properties.bundles().forEach((name, settings) -> {
            OpenBundle fresh = OpenBundle.open(broker, name, settings, resources, patience);
            open.put(name, fresh);
            registry.registerBundle(name, fresh.bundle());
            if (registry instanceof SslBundles bundles) {
                // Clients follow without an update, so that none of them listens is nothing to warn of.
                bundles.addBundleUpdateHandler(name, updated -> {});
            }
            fresh.onChange(() -> registry.updateBundle(name, fresh.bundle()));
        });
    }

    /**
     * The names of the bundles.
     *
     * @return the names that are registered, an unmodifiable snapshot
     */
    public Set<String> names() {
        return Set.copyOf(open.keySet());
    }

    /**
     * What a bundle lives on.
     *
     * @param name the name of the bundle
     * @return its rotating TLS, which is closed with the context
     * @throws NoSuchElementException when there is no such bundle
     */
    public RotatingTls get(String name) {
        OpenBundle found = open.get(name);
        if (found == null) {
            throw new NoSuchElementException(
                    "no SSL bundle '" + name + "' in leasehold.tls.bundles; there are " + names());
        }
        return found.tls();
    }

    /** Ends all of them; open connections stay. */
    @Override
    public void close() {
        open.values().forEach(OpenBundle::close);
    }
}
