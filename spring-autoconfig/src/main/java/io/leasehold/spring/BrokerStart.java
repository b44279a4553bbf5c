package io.leasehold.spring;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spring.LeaseholdProperties.StoreType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Carries the properties over to a broker's builder. */
final class BrokerStart {

    private static final String STORE_CLASS = "io.leasehold.store.jdbc.JdbcStorage";

    private final LeaseholdProperties properties;
    private final Environment environment;
    private final BeanFactory beans;
    private final StartPatience patience;

    BrokerStart(LeaseholdProperties properties, Environment environment, BeanFactory beans, StartPatience patience) {
        this.properties = properties;
        this.environment = environment;
        this.beans = beans;
        this.patience = patience;
    }

    BrokerStart settings(SecretBroker.Builder builder) {
        RequiredModules.check(environment, loader());
        builder.name(properties.nameIn(environment))
                .defaultLeaseTtl(properties.defaultLeaseTtl())
                .maxLeaseTtl(properties.maxLeaseTtl())
                .creationTimeout(properties.creationTimeout())
                .revocationTimeout(properties.revocationTimeout())
                .closeTimeout(properties.closeTimeout())
                .expiryInterval(properties.expiryInterval())
                .revocationBackoff(properties.revocationBackoff())
                .workers(properties.workers())
                .targetConcurrency(properties.targetConcurrency());
        if (properties.startPaused()) {
            builder.startPaused();
        }
        return this;
    }

    /** Gives the builder its store and key; the store is closed with the broker, unless it is a bean. */
    Opened storage(SecretBroker.Builder builder, @Nullable Storage bean, @Nullable MasterKey keyBean) {
        StrictStart strict = StrictStart.of(properties, environment);
        if (bean != null) {
            builder.sharedStorage(bean);
            if (keyBean != null) {
                builder.masterKey(keyBean);
            } else if (bean.durable()) {
                builder.masterKey(MasterKeyChoice.of(properties.masterKey(), null, strict));
            }
            return () -> {};
        }
        StoreType type = properties.store().type();
        if (type == StoreType.MEMORY) {
            strict.refuse(
                    "leasehold.store.type", "must not be memory: what a killed process leaves would never be removed");
            return () -> {};
        }
        requireModule();
        String name = properties.nameIn(environment);
        Path file = type == StoreType.SQLITE ? StoreChoice.sqliteFile(properties.store(), name) : null;
        // Before the store is opened: a wrong key leaves nothing behind. Its directory is made for the key file, too.
        Storage store;
        try {
            if (file != null) {
                JdbcStores.makeDirectory(file);
            }
            MasterKey key = keyBean != null ? keyBean : MasterKeyChoice.of(properties.masterKey(), file, strict);
            builder.masterKey(key);
            store = file != null
                    ? JdbcStores.sqlite(properties.store(), file)
                    : JdbcStores.jdbc(properties.store(), beans, patience);
        } catch (LeaseholdException e) {
            throw LeaseholdStartException.at("leasehold.store", e);
        }
        builder.storage(store);
        return store::close;
    }

    private @Nullable ClassLoader loader() {
        return beans instanceof ConfigurableBeanFactory configurable ? configurable.getBeanClassLoader() : null;
    }

    private void requireModule() {
        if (!ClassUtils.isPresent(STORE_CLASS, loader())) {
            throw new LeaseholdStartException(
                    "leasehold.store.type",
                    "leasehold-lease-store-jdbc is not on the class path: add it (leasehold-spring-boot-starter brings it)");
        }
    }

    /** What is closed when the broker cannot be started. */
    interface Opened {
        void close();
    }
}
