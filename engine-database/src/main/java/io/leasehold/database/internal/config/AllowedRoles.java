package io.leasehold.database.internal.config;

import io.leasehold.spi.name.Glob;
import java.util.List;

/**
 * Which roles may use a connection. An element is a name in which {@code *} stands for any characters; case counts; no
 * element allows nobody. Immutable.
 */
public final class AllowedRoles {

    private final List<Glob> patterns;

    AllowedRoles(List<String> elements) {
        this.patterns = elements.stream()
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(Glob::of)
                .toList();
    }

    public boolean allow(String role) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(role));
    }
}
