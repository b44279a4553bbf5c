package io.leasehold.spring;

import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Whether what is convenient and less safe is refused, and why. */
record StrictStart(Optional<String> reason) {

    private static final List<String> PROFILES = List.of("prod", "production");

    static StrictStart of(LeaseholdProperties properties, Environment environment) {
        if (properties.strict()) {
            return new StrictStart(Optional.of("leasehold.strict is true"));
        }
        // Default profiles count, too, where none is made active.
        return new StrictStart(PROFILES.stream()
                .filter(profile -> environment.acceptsProfiles(Profiles.of(profile)))
                .findFirst()
                .map(profile -> "the profile " + profile + " is active"));
    }

    void refuse(String property, String problem) {
        reason.ifPresent(why -> {
            throw new LeaseholdStartException(property, problem + " (asked for, because " + why + ")");
        });
    }
}
