package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link World} beside the little that a caller may rely on: a lease that was handed out lives until the end that was
 * promised, unless somebody revokes it. What the world does beyond that is bounded by its own invariants.
 */
final class LeaseModel {

    private static final String CREDS = World.MOUNT + "/creds/";

    private final World world;
    private final int processes;
    private final Map<String, Instant> promised = new HashMap<>();

    LeaseModel(boolean exclusion, int processes) {
        this.world = World.ready(exclusion);
        this.processes = processes;
        world.role("short", Map.of("default_ttl", "40s", "max_ttl", "2m", "target", "target-b"));
        world.role("loop", Map.of("period", "3m"));
        replaceTheDead();
    }

    World world() {
        return world;
    }

    void issue(int process, String role) {
        on(process, node -> {
            Secret secret = node.broker().read(CREDS + role);
            Lease lease = secret.lease().orElseThrow();
            assertThat(world.row(lease.id()).state())
                    .as("state of a lease whose credential was handed out")
                    .isEqualTo(LeaseState.ACTIVE);
            assertThat(world.hasAccount(lease.id()))
                    .as("account of a credential that was handed out")
                    .isTrue();
            promised.put(lease.id(), lease.expiresAt());
        });
    }

    /** Renews a lease, for its role's default when the increment is null. */
    void renew(int process, int which, @Nullable Duration increment) {
        pick(which).ifPresent(row -> on(process, node -> renew(node, row.id(), increment)));
    }

    private void renew(World.Node node, String id, @Nullable Duration increment) {
        Instant asked = world.store.now().plus(increment == null ? Duration.ofSeconds(40) : increment);
        try {
            Lease lease = increment == null
                    ? node.broker().leases().renew(id)
                    : node.broker().leases().renew(id, increment);
            if (promised.containsKey(id)) {
                promised.put(id, lease.expiresAt());
            }
        } catch (NotFoundException | LeaseExpiredException e) {
            forgetThePast();
            assertThat(promised.get(id))
                    .as("a live lease that cannot be renewed: " + e.getMessage())
                    .isNull();
        } catch (LeaseholdException | ProcessDied e) {
            // It may have been shortened, but not to less than was asked for.
            promised.computeIfPresent(id, (key, end) -> end.isBefore(asked) ? end : asked.minusSeconds(1));
            throw e;
        }
    }

    void revoke(int process, int which) {
        pick(which).ifPresent(row -> {
            promised.remove(row.id());
            on(process, node -> {
                node.broker().leases().revoke(row.id());
                assertThat(world.store.leases().find(row.id()))
                        .as("a revoked lease")
                        .isEmpty();
                assertThat(world.hasAccount(row.id())).as("a revoked account").isFalse();
            });
        });
    }

    void revokePrefix(int process, String role) {
        promised.keySet().removeIf(id -> id.startsWith(CREDS + role + "/"));
        on(process, node -> {
            node.broker().leases().revokePrefix(CREDS + role);
            assertThat(world.rows()).noneMatch(row -> row.id().startsWith(CREDS + role + "/"));
        });
    }

    void force(int process, int which) {
        pick(which).ifPresent(row -> {
            promised.remove(row.id());
            world.forgotten.add(row.id());
            on(process, node -> node.broker().leases().revokeForce(row.id()));
        });
    }

    void pass(Duration duration) {
        world.pass(duration);
        replaceTheDead();
    }

    /** Somebody else works on all leases for a while in the middle of the next creation. */
    void meanwhile(AccountTarget.Place place, int process, Duration duration) {
        Runnable what = () -> {
            world.time.advance(duration);
            World.Node node = node(process);
            quietly(() -> node.scheduler().runDue());
            quietly(() -> node.broker().leases().revokePrefix(CREDS + "app"));
            promised.keySet().removeIf(id -> id.startsWith(CREDS + "app/"));
        };
        world.target.meanwhile(place, what);
    }

    void kill(int process) {
        world.kill(node(process));
        replaceTheDead();
    }

    void spoil(int process, int nth, Interactions.Fault fault) {
        node(process).interactions().spoil(nth, fault);
    }

    void check() {
        forgetThePast();
        world.checkInvariants();
        for (Map.Entry<String, Instant> lease : promised.entrySet()) {
            assertThat(world.store.leases().find(lease.getKey()))
                    .as("a lease promised until " + lease.getValue() + ", now " + world.store.now())
                    .hasValueSatisfying(found -> assertThat(found.row().state()).isEqualTo(LeaseState.ACTIVE));
        }
    }

    private void forgetThePast() {
        Instant now = world.store.now();
        promised.values().removeIf(end -> !end.isAfter(now));
    }

    private Optional<LeaseRow> pick(int which) {
        List<LeaseRow> rows = world.rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(which % rows.size()));
    }

    private World.Node node(int process) {
        List<World.Node> nodes = world.nodes();
        return nodes.get(process % nodes.size());
    }

    private void on(int process, Consumer<World.Node> action) {
        World.Node node = node(process);
        quietly(() -> action.accept(node));
        node.interactions().heal();
        replaceTheDead();
    }

    /** Errors of the library's own kind are answers; every other one is a bug and comes through. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (LeaseholdException | ProcessDied e) {
            // An answer, or a death.
        }
    }

    private void replaceTheDead() {
        world.buryDead();
        while (world.nodes().size() < processes) {
            world.start();
        }
    }

    @Override
    public String toString() {
        return "leases " + world.rows().size() + ", accounts "
                + world.accounts().size();
    }
}
