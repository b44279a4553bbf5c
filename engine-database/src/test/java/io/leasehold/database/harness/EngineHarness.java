package io.leasehold.database.harness;

import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.internal.engine.DatabaseEngineProvider;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Caller;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.engine.LeaseLimits;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Passwords;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reconciler;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.Targets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A database engine with its routes, and leases kept by the test. */
public final class EngineHarness implements AutoCloseable {

    public static final String STORE = "store-1";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final MemoryEngineStorage storage;
    private final FixedPasswords passwords = new FixedPasswords();
    private final CountedTargets targets = new CountedTargets();
    private final Map<String, Runnable> duties = new ConcurrentHashMap<>();
    private final AtomicInteger leases = new AtomicInteger();
    private final LeasedEngine engine;
    private final List<Route> routes;
    private volatile Duration clockOffset = Duration.ZERO;

    public EngineHarness() {
        this(new MemoryEngineStorage());
    }

    /** An engine made otherwise, such as with products of the test. */
    public EngineHarness(Function<EngineContext, SecretEngine> maker) {
        this(new MemoryEngineStorage(), maker);
    }

    private EngineHarness(MemoryEngineStorage storage) {
        this(storage, new DatabaseEngineProvider()::create);
    }

    private EngineHarness(MemoryEngineStorage storage, Function<EngineContext, SecretEngine> maker) {
        this.storage = storage;
        engine = (LeasedEngine) maker.apply(new Context());
        routes = engine.routes();
    }

    /** An engine of another process on the same store. */
    public EngineHarness another() {
        EngineHarness another = new EngineHarness(storage);
        another.clockOffset = clockOffset;
        return another;
    }

    /** What is stored at a path. */
    public <T extends Record> T stored(String path, Class<T> type) {
        return storage.getFresh(path, type).orElseThrow().value();
    }

    /** Stores what a process left behind that ended in the middle. */
    public void store(String path, Record entry) {
        storage.put(path, entry, 0);
    }

    /** Runs something whenever the store is asked, to end a process there. */
    public void atEachStep(Runnable what) {
        storage.atEachStep(what);
    }

    /** What a creation does when it is asked to confirm. */
    public interface Confirmation {
        void confirm();
    }

    /** The store's time, which {@link #moveClock} moves. */
    public Instant now() {
        return java.time.Clock.systemUTC().instant().plus(clockOffset);
    }

    public void moveClock(Duration by) {
        clockOffset = clockOffset.plus(by);
    }

    public LeasedEngine engine() {
        return engine;
    }

    public Reply.Data write(String path, Object fields) {
        Map<String, Object> values = fields instanceof Record request ? Fields.of(request) : toMap((Map<?, ?>) fields);
        return (Reply.Data) call(Operation.WRITE, path, values);
    }

    @SuppressWarnings("unchecked") // an answer that is no record is a map by snake_case name
    public Map<String, Object> read(String path) {
        Object value = ((Reply.Data) call(Operation.READ, path, Map.of())).value();
        return value instanceof Record answer ? Fields.of(answer) : (Map<String, Object>) value;
    }

    public List<String> list(String path) {
        return ((Reply.Names) call(Operation.LIST, path, Map.of())).names();
    }

    public void delete(String path, Map<String, Object> fields) {
        call(Operation.DELETE, path, fields);
    }

    /** Writes the connection {@code app} to a database, which any role may use. */
    public Reply.Data connect(TestDatabase database, boolean superuser, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name", "postgresql-database-plugin",
                "allowed_roles", "*",
                "connection_url", database.guideUrl(),
                "username", database.admin(superuser),
                "password", database.adminPassword(superuser)));
        fields.putAll(more);
        return write("config/app", fields);
    }

    /** Writes a role of the connection {@code app}: a login, and what else is said. */
    public void role(String name, String... moreStatements) {
        List<String> statements = new java.util.ArrayList<>();
        statements.add("CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'");
        statements.addAll(List.of(moreStatements));
        write("roles/" + name, Map.of("db_name", "app", "creation_statements", statements));
    }

    /** Makes a password policy that always makes the same password. */
    public void policy(String name, String password) {
        passwords.put(name, password);
    }

    public void deletePolicy(String name) {
        passwords.remove(name);
    }

    /** The targets that the engine wanted tried at once, in order. */
    public List<String> retried() {
        return targets.retried();
    }

    public void runDuties() {
        duties.values().forEach(Runnable::run);
    }

    public Plan plan(String role) {
        return plan(role, "billing", Map.of());
    }

    public Plan plan(String role, String displayName, Map<String, Object> parameters) {
        return ((Reply.Leased) call(Operation.READ, "creds/" + role, parameters, displayName)).plan();
    }

    public boolean isCurrent(Plan plan) {
        return plan.basis().stream().allMatch(storage::isCurrent);
    }

    public Issued issue(String role) {
        return issue(plan(role), () -> {});
    }

    /** Makes a planned credential; a lease is counted from before, as the intent would be. */
    public Issued issue(Plan plan, Confirmation confirmation) {
        String leaseId = newLeaseId(plan);
        targets.add(plan.targetId(), 1);
        try {
            Created created = engine.create(plan, creation(leaseId, now().plus(Duration.ofHours(1)), confirmation));
            return new Issued(leaseId, plan, (DatabaseCredentials) created.credential(), created.warnings());
        } catch (LeaseholdException failure) {
            if (!(failure instanceof TargetException target && target.effectPossible())) {
                targets.add(plan.targetId(), -1);
            }
            throw failure;
        }
    }

    /** Makes a planned credential of any type, under a lease that ends when it is said to. */
    public Created create(Plan plan, Instant expiresAt) {
        return engine.create(plan, creation(newLeaseId(plan), expiresAt, () -> {}));
    }

    public String newLeaseId(Plan plan) {
        return "database/creds/" + plan.role() + "/" + leases.incrementAndGet();
    }

    public Creation creation(String leaseId, Instant expiresAt, Confirmation confirmation) {
        return creation(leaseId, expiresAt, LIMIT, confirmation);
    }

    public Creation creation(String leaseId, Instant expiresAt, Duration limit, Confirmation confirmation) {
        Instant deadline = now().plus(limit);
        return new Creation() {
            @Override
            public String leaseId() {
                return leaseId;
            }

            @Override
            public Instant expiresAt() {
                return expiresAt;
            }

            @Override
            public Instant now() {
                return EngineHarness.this.now();
            }

            @Override
            public Duration timeLeft() {
                Duration left = Duration.between(EngineHarness.this.now(), deadline);
                return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
            }

            @Override
            public void confirm() {
                confirmation.confirm();
            }
        };
    }

    public void renew(Issued issued, Duration ttl) {
        engine.renew(issued.plan().revocation(), new Renewal(issued.leaseId(), now().plus(ttl), now(), LIMIT));
    }

    public Revoked revoke(Issued issued) {
        return revoke(issued.plan(), issued.leaseId(), false, LIMIT);
    }

    public Revoked revoke(Plan plan, String leaseId, boolean uncertain, Duration limit) {
        Revoked revoked = engine.revoke(
                plan.revocation(), new Revocation(leaseId, 1, uncertain, limit, Instant.EPOCH, Instant.EPOCH));
        targets.add(plan.targetId(), -1);
        return revoked;
    }

    @Override
    public void close() {
        engine.close();
    }

    private Reply call(Operation operation, String path, Map<String, Object> fields) {
        return call(operation, path, fields, "billing");
    }

    private Reply call(Operation operation, String path, Map<String, Object> fields, String displayName) {
        for (Route route : routes) {
            Map<String, String> variables = match(route.template(), path);
            Route.Endpoint<?> endpoint = route.endpoints().get(operation);
            if (variables != null && endpoint != null) {
                Call call = new Call(operation, "database/" + path, variables, fields, new Caller(displayName));
                return run(endpoint, call);
            }
        }
        throw new NotFoundException("no route for " + operation + " " + path);
    }

    private static <T extends Record> Reply run(Route.Endpoint<T> endpoint, Call call) {
        return endpoint.handler().handle(call, Fields.bind(call.fields(), endpoint.request()));
    }

    private static Map<String, String> match(String template, String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                variables.put(expected[i].substring(1, expected[i].length() - 1), actual[i]);
            } else if (!expected[i].equals(actual[i])) {
                return null;
            }
        }
        return variables;
    }

    private static Map<String, Object> toMap(Map<?, ?> fields) {
        Map<String, Object> values = new HashMap<>();
        fields.forEach((name, value) -> values.put((String) name, value));
        return values;
    }

    private final class Context implements EngineContext {

        private final SecureRandom random = new SecureRandom();

        @Override
        public String brokerName() {
            return "billing";
        }

        @Override
        public String storeId() {
            return STORE;
        }

        @Override
        public String mountPath() {
            return "database";
        }

        @Override
        public EngineStorage storage() {
            return storage;
        }

        @Override
        public Instant now() {
            return EngineHarness.this.now();
        }

        @Override
        public SecureRandom random() {
            return random;
        }

        @Override
        public void changed(String path) {
            // Nobody holds rotating secrets here.
        }

        @Override
        public LeaseLimits leaseLimits() {
            return new LeaseLimits(Duration.ofDays(32), Duration.ofDays(32));
        }

        @Override
        public Passwords passwords() {
            return passwords;
        }

        @Override
        public Reconciler reconciler() {
            throw new UnsupportedOperationException("there are no leases to compare accounts with");
        }

        @Override
        public Targets targets() {
            return targets;
        }

        @Override
        public void duty(String name, Duration interval, BooleanSupplier needed, Runnable duty) {
            duties.put(name, () -> {
                if (needed.getAsBoolean()) {
                    duty.run();
                }
            });
        }
    }
}
