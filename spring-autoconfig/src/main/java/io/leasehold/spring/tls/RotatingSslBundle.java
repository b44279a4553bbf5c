package io.leasehold.spring.tls;

import io.leasehold.pki.tls.RotatingTls;
import java.util.Set;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/** A bundle whose stores are those of the moment, and whose managers swap. Thread-safe. */
final class RotatingSslBundle implements SslBundle {

    private final CurrentStores stores;
    private final SslManagerBundle managers;
    private final SslOptions options;
    private final String text;

    RotatingSslBundle(RotatingTls tls, String name, Set<String> ciphers, Set<String> protocols) {
        this.stores = new CurrentStores(tls, name);
        this.managers = new SwappingManagers(tls);
        this.options = SslOptions.of(ciphers.isEmpty() ? null : ciphers, protocols.isEmpty() ? null : protocols);
        this.text = "RotatingSslBundle[" + name + "]";
    }

    @Override
    public SslStoreBundle getStores() {
        return stores.stores();
    }

    @Override
    public SslBundleKey getKey() {
        return stores.key();
    }

    @Override
    public SslOptions getOptions() {
        return options;
    }

    @Override
    public String getProtocol() {
        return DEFAULT_PROTOCOL;
    }

    @Override
    public SslManagerBundle getManagers() {
        return managers;
    }

    @Override
    public String toString() {
        return text;
    }
}
