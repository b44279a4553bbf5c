package io.leasehold.spring.actuate.health;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Indicators that come and go: looked up whenever somebody asks. */
final class LiveContributors implements CompositeHealthContributor {

    private final Supplier<Map<String, Health>> now;

    LiveContributors(Supplier<Map<String, Health>> now) {
        this.now = now;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        Health health = now.get().get(name);
        return health == null ? null : (HealthIndicator) () -> health;
    }

    @Override
    public Stream<Entry> stream() {
        return now.get().entrySet().stream().map(entry -> new Entry(entry.getKey(), (HealthIndicator) entry::getValue));
    }
}
