package io.leasehold.spring.actuate.health;

import io.leasehold.RotationStatus;
import io.leasehold.SecretBroker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of a broker: {@code targets} and {@code secrets}, one indicator each, {@code expiry} and {@code leases}. Being asked
 * does no I/O; the lease store is asked in the background. In names, slashes are dots. Thread-safe.
 */
public final class BrokerHealth implements CompositeHealthContributor, AutoCloseable {

    private final StoreWatch store;
    private final Map<String, HealthContributor> parts = new LinkedHashMap<>();

    BrokerHealth(SecretBroker broker, Duration interval, Status degraded) {
        HealthRules rules = new HealthRules(degraded);
        this.store = new StoreWatch(broker, interval);
        parts.put("targets", new LiveContributors(() -> targets(broker, rules)));
        parts.put("secrets", new LiveContributors(() -> secrets(broker, rules)));
        parts.put("expiry", (HealthIndicator) () -> rules.expiry(store.last()));
        parts.put("leases", (HealthIndicator) () -> rules.leases(store.last()));
    }

    private static Map<String, Health> targets(SecretBroker broker, HealthRules rules) {
        return named(broker.observations().targets().stream()
                .collect(Collectors.toMap(
                        target -> target.id(), rules::target, (one, other) -> one, LinkedHashMap::new)));
    }

    private static Map<String, Health> secrets(SecretBroker broker, HealthRules rules) {
        Map<String, Health> byPath = new TreeMap<>();
        Map<String, List<RotationStatus>> secrets =
                broker.observations().secrets().stream().collect(Collectors.groupingBy(RotationStatus::path));
        secrets.forEach((path, ofPath) -> byPath.put(path, rules.secrets(ofPath)));
        return named(byPath);
    }

    /** Names of health indicators have no slashes; two that would be one then are numbered. */
    private static Map<String, Health> named(Map<String, Health> healths) {
        Map<String, Health> named = new LinkedHashMap<>();
        Function<String, String> dotted = id -> id.replace('/', '.');
        healths.forEach((id, health) -> {
            String name = dotted.apply(id);
            for (int i = 2; named.containsKey(name); i++) {
                name = dotted.apply(id) + "-" + i;
            }
            named.put(name, health);
        });
        return named;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return parts.get(name);
    }

    @Override
    public Stream<Entry> stream() {
        return parts.entrySet().stream().map(part -> new Entry(part.getKey(), part.getValue()));
    }

    /** Asks the lease store now, on the caller's thread, for who cannot wait for the background. */
    public void refresh() {
        store.read();
    }

    /** Ends the background's reading. May be called repeatedly. */
    @Override
    public void close() {
        store.close();
    }
}
