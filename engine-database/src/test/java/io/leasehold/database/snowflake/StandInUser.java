package io.leasehold.database.snowflake;

import java.util.Map;
import java.util.TreeMap;

/**
 * A user.
 *
 * @param name as the service has it
 * @param properties what was set, by name in capitals
 */
public record StandInUser(String name, Map<String, String> properties) {

    StandInUser with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(properties);
        all.putAll(more);
        return new StandInUser(name, all);
    }

    public String get(String property) {
        return properties.getOrDefault(property, "");
    }

    boolean disabled() {
        return get("DISABLED").equalsIgnoreCase("TRUE");
    }
}
