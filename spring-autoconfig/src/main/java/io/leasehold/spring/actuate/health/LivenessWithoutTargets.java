package io.leasehold.spring.actuate.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * Keeps the broker's health out of the liveness group, also when that is made to include everything: a restart mends no target, and
 * takes the credentials that still work.
 */
final class LivenessWithoutTargets implements HealthEndpointGroupsPostProcessor {

    private static final String LIVENESS = "liveness";

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        HealthEndpointGroup liveness = groups.get(LIVENESS);
        if (liveness == null) {
            return groups;
        }
        Map<String, HealthEndpointGroup> all = new LinkedHashMap<>();
        groups.getNames().forEach(name -> {
            HealthEndpointGroup group = groups.get(name);
            if (group != null) {
                all.put(name, name.equals(LIVENESS) ? new Without(group) : group);
            }
        });
        return HealthEndpointGroups.of(groups.getPrimary(), all);
    }

    private record Without(HealthEndpointGroup group) implements HealthEndpointGroup {

        @Override
        public boolean isMember(String name) {
            boolean ours = name.equals(LeaseholdHealthAutoConfiguration.NAME)
                    || name.startsWith(LeaseholdHealthAutoConfiguration.NAME + "/");
            return !ours && group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext security) {
            return group.showComponents(security);
        }

        @Override
        public boolean showDetails(SecurityContext security) {
            return group.showDetails(security);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
