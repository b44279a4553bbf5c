package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * One store, two targets, a hand-driven time, and any number of brokers. A broker whose scheduler is driven no more and whose
 * interactions are dead is a process that was killed. Used by one thread.
 */
final class World {

    /** Where the engine is mounted. */
    static final String MOUNT = "accounts";

    private static final MasterKey KEY =
            MasterKey.fromBytes("a key of thirty-two ASCII bytes!".getBytes(StandardCharsets.US_ASCII));

    final SettableTime time = SettableTime.automatic();
    final InMemoryStorage store = new InMemoryStorage(time);
    final AccountTarget target = new AccountTarget("target-a");
    final AccountTarget other = new AccountTarget("target-b");
    final RecordingEvents events = new RecordingEvents();
    final Set<String> forgotten = new TreeSet<>();
    private final boolean exclusion;
    private final List<Node> nodes = new ArrayList<>();

    /** A world whose targets have an exclusion per account, or have none. */
    World(boolean exclusion) {
        this.exclusion = exclusion;
    }

    /** A world with one broker, the engine mounted, and a role {@code app} of ten minutes within an hour. */
    static World ready(boolean exclusion) {
        World world = new World(exclusion);
        world.start();
        world.broker().mounts().enable(MOUNT, AccountEngine.TYPE);
        world.role("app", Map.of("default_ttl", "10m", "max_ttl", "1h"));
        return world;
    }

    /**
     * A process.
     *
     * @param broker its broker
     * @param scheduler drives its background work
     * @param interactions what it asks of others
     * @param enginesClosed how many of its engines were closed
     */
    record Node(
            SecretBroker broker, ManualScheduler scheduler, Interactions interactions, AtomicInteger enginesClosed) {

        @Override
        public String toString() {
            return "Node";
        }
    }

    Node start() {
        return start(builder -> builder);
    }

    /** Starts another broker on the store, which is called durable so that closing leaves leases alone. */
    Node start(UnaryOperator<SecretBroker.Builder> settings) {
        return start(true, settings);
    }

    Node start(boolean durable, UnaryOperator<SecretBroker.Builder> settings) {
        Interactions interactions = new Interactions();
        ManualScheduler scheduler = new ManualScheduler(time);
        AtomicInteger closed = new AtomicInteger();
        AccountEngine.Setup setup = new AccountEngine.Setup(
                Map.of(target.id(), target, other.id(), other), interactions, exclusion, closed);
        SecretBroker broker = settings.apply(SecretBroker.builder()
                        .name("world")
                        .sharedStorage(new FaultyStorage(store, interactions, durable))
                        .masterKey(KEY)
                        .engine(AccountEngine.provider(setup))
                        .timeSource(time)
                        .scheduler(scheduler)
                        .listener(events))
                .build();
        Node node = new Node(broker, scheduler, interactions, closed);
        nodes.add(node);
        return node;
    }

    /** Kills a process. */
    void kill(Node node) {
        node.interactions().die();
        nodes.remove(node);
    }

    /** Takes those that died in mid-call out of the running. Returns how many there were. */
    int buryDead() {
        int before = nodes.size();
        nodes.removeIf(node -> node.interactions().dead());
        return before - nodes.size();
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    Node node() {
        return nodes.get(0);
    }

    SecretBroker broker() {
        return node().broker();
    }

    void role(String name, Map<String, ?> fields) {
        broker().write(MOUNT + "/roles/" + name, fields);
    }

    /** Lets time pass in at most thirty hops; after each, all living processes do what is due. */
    void pass(Duration duration) {
        long hop = Math.max(1_000, duration.toMillis() / 30);
        for (long left = duration.toMillis(); left > 0; left -= hop) {
            time.advance(Duration.ofMillis(Math.min(hop, left)));
            work();
        }
    }

    /** All living processes do what is due now. A death in the middle is a death, not a failure. */
    void work() {
        for (Node node : nodes()) {
            try {
                node.scheduler().runDue();
            } catch (ProcessDied died) {
                nodes.remove(node);
            }
        }
    }

    /** Ends all troubles of targets and stores. */
    void heal() {
        target.heal();
        other.heal();
        nodes.forEach(node -> node.interactions().heal());
    }

    List<LeaseRow> rows() {
        return store.leases().query(LeaseQuery.all().limitedTo(10_000)).rows();
    }

    LeaseRow row(String id) {
        return store.leases().find(id).orElseThrow().row();
    }

    boolean hasAccount(String leaseId) {
        return target.ofLease(leaseId).isPresent() || other.ofLease(leaseId).isPresent();
    }

    List<AccountTarget.Account> accounts() {
        List<AccountTarget.Account> all = new ArrayList<>(target.accounts().values());
        all.addAll(other.accounts().values());
        return all;
    }

    /** What holds at all times, between any two steps of anybody. */
    void checkInvariants() {
        Set<String> rows = new TreeSet<>();
        for (LeaseRow row : rows()) {
            rows.add(row.id());
            if (row.state() == LeaseState.ACTIVE) {
                AccountTarget.Account account = accounts().stream()
                        .filter(one -> one.leaseId().equals(row.id()))
                        .findFirst()
                        .orElse(null);
                assertThat(account)
                        .as("account of the active lease " + row.id())
                        .isNotNull();
                assertThat(account.expiresAt())
                        .as("expiry on the target of " + row.id())
                        .isAfterOrEqualTo(row.expiresAt());
            }
        }
        rows.addAll(forgotten);
        assertThat(accounts())
                .as("accounts without a row")
                .allSatisfy(account -> assertThat(rows).contains(account.leaseId()));
    }

    /** With healthy targets and stores, all leases end and leave nothing. */
    void checkEverythingEnds() {
        heal();
        if (nodes.isEmpty()) {
            start();
        }
        pass(Duration.ofHours(3));
        checkInvariants();
        for (int days = 0; days < 3 && !rows().isEmpty(); days++) {
            pass(Duration.ofHours(25));
        }
        assertThat(rows()).as("rows that are left").isEmpty();
        assertThat(accounts())
                .as("accounts that are left")
                .allSatisfy(account -> assertThat(forgotten).contains(account.leaseId()));
    }
}
