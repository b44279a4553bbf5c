package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.lease.LeaseQuery;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More leases that are due at once than one claim takes. */
class BacklogTest {

    /** Several claims of 512. */
    private static final int LEASES = 1_600;

    @Test
    void dueLeasesOfOneTargetDoNotWaitForTheNextInterval() {
        World world = World.ready(true);
        issue(world, "app", LEASES);

        world.time.advance(Duration.ofMinutes(11));
        world.node().scheduler().runDue();

        assertThat(world.store.leases().count(LeaseQuery.all())).isZero();
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void dueLeasesOfOneTargetDoNotWaitForAnotherThatIsDown() {
        World world = World.ready(true);
        world.role("other", Map.of("default_ttl", "10m", "max_ttl", "1h", "target", world.other.id()));
        issue(world, "other", LEASES);
        issue(world, "app", LEASES);
        world.other.setDown(true);

        world.time.advance(Duration.ofMinutes(11));
        world.node().scheduler().runDue();

        assertThat(world.target.accounts()).isEmpty();
        assertThat(world.other.accounts()).hasSize(LEASES);
    }

    private static void issue(World world, String role, int leases) {
        for (int i = 0; i < leases; i++) {
            world.broker().read(World.MOUNT + "/creds/" + role);
        }
    }
}
