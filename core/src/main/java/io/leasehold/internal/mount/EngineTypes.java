package io.leasehold.internal.mount;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The engine types that this process knows: those found by {@link ServiceLoader}, and those given explicitly. Immutable. */
public final class EngineTypes {

    private final Map<String, SecretEngineProvider> providers = new TreeMap<>();

    /**
     * Collects the types.
     *
     * @param explicit providers that take the place of found ones of the same type
     */
    public EngineTypes(List<SecretEngineProvider> explicit) {
        // Explicit ones first: a type that is replaced anyway need not be loadable.
        explicit.forEach(provider -> providers.put(provider.type(), provider));
        ServiceLoader.load(SecretEngineProvider.class)
                .forEach(provider -> providers.putIfAbsent(provider.type(), provider));
    }

    /**
     * The provider of a type.
     *
     * @param type the type
     * @return the provider
     */
    public SecretEngineProvider provider(String type) {
        SecretEngineProvider provider = providers.get(type);
        if (provider == null) {
            throw new InvalidRequestException(
                    "type",
                    "no engine of type \"" + type + "\" is on the class path or module path; known are "
                            + (providers.isEmpty() ? "none" : String.join(", ", providers.keySet())));
        }
        return provider;
    }
}
