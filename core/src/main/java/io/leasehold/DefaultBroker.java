package io.leasehold;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.event.EventListener;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.broker.BrokerCore;
import io.leasehold.internal.broker.BrokerSettings;
import io.leasehold.internal.broker.Response;
import io.leasehold.internal.lease.IssuedLease;
import io.leasehold.spi.engine.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The façade over the running broker: turns values of the public API into requests and back. */
final class DefaultBroker implements SecretBroker {

    private final BrokerCore core;
    private final BrokerSettings settings;
    private final Mounts mounts;
    private final Leases leases;
    private final Observations observations;
    private final Set<DefaultRotatingSecret> rotating = ConcurrentHashMap.newKeySet();

    private DefaultBroker(BrokerCore core, BrokerSettings settings) {
        this.core = core;
        this.settings = settings;
        this.mounts = new DefaultMounts(core);
        this.leases = new DefaultLeases(core);
        this.observations = new DefaultObservations(core, rotating);
        core.changes().subscribe(path -> rotating.forEach(secret -> secret.changed(path)));
    }

    static SecretBroker start(BrokerSettings settings) {
        return new DefaultBroker(BrokerCore.start(settings), settings);
    }

    @Override
    public Secret read(String path) {
        return read(path, Map.of());
    }

    @Override
    public Secret read(String path, Map<String, ?> parameters) {
        return secret(core.handle(Operation.READ, path, fields(parameters)));
    }

    @Override
    public Secret write(String path) {
        return write(path, Map.of());
    }

    @Override
    public Secret write(String path, Object data) {
        return secret(core.handle(Operation.WRITE, path, fields(data)));
    }

    @Override
    public List<String> list(String path) {
        Object keys = core.handle(Operation.LIST, path, Map.of()).data().get("keys");
        List<String> names = new ArrayList<>();
        if (keys instanceof List<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    @Override
    public void delete(String path) {
        delete(path, Map.of());
    }

    @Override
    public void delete(String path, Map<String, ?> parameters) {
        core.handle(Operation.DELETE, path, fields(parameters));
    }

    @Override
    public Mounts mounts() {
        return mounts;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Observations observations() {
        return observations;
    }

    @Override
    public Subscription subscribe(EventListener listener) {
        return core.events().subscribe(listener)::run;
    }

    @Override
    public RotatingSecret rotating(String path) {
        return rotating(path, Map.of());
    }

    @Override
    public RotatingSecret rotating(String path, Map<String, ?> parameters) {
        return rotating(path, parameters, RotationOptions.DEFAULT);
    }

    @Override
    public RotatingSecret rotating(String path, Map<String, ?> parameters, RotationOptions options) {
        return rotating(Operation.READ, path, fields(parameters), options);
    }

    @Override
    public RotatingSecret rotatingWrite(String path, Object data) {
        return rotating(Operation.WRITE, path, fields(data), RotationOptions.DEFAULT);
    }

    @Override
    public int rotate(String path) {
        return core.run(() -> {
            List<DefaultRotatingSecret> open =
                    rotating.stream().filter(secret -> secret.isOf(path)).toList();
            open.forEach(DefaultRotatingSecret::rotate);
            return open.size();
        });
    }

    private RotatingSecret rotating(
            Operation operation, String path, Map<String, Object> fields, RotationOptions options) {
        SecretSource source = new BrokerSource(core, path, () -> secret(core.handle(operation, path, fields)));
        // As one request, so that a broker that closes meanwhile waits for it and then knows of it.
        return core.run(() -> {
            DefaultRotatingSecret secret = new DefaultRotatingSecret(
                    source, options, settings.time(), core.scheduler(), core.random(), core.events(), rotating::remove);
            rotating.add(secret);
            return secret;
        });
    }

    @Override
    public void close() {
        if (core.stopRequests()) {
            new ArrayList<>(rotating).forEach(secret -> secret.letGo(core::timeToClose));
            core.close();
        }
    }

    static Secret secret(Response response) {
        Secret secret = Secret.of(response.data(), response.clear(), lease(response.lease()), response.warnings());
        return response.validFor() == null ? secret : secret.withValidFor(response.validFor());
    }

    static @Nullable Lease lease(@Nullable IssuedLease lease) {
        return lease == null ? null : new Lease(lease.id(), lease.duration(), lease.renewable(), lease.expiresAt());
    }

    private static Map<String, Object> fields(Object data) {
        if (data instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (!(name instanceof String field)) {
                    throw new InvalidRequestException("the names of fields must be texts");
                }
                fields.put(field, value);
            });
            return fields;
        }
        if (data instanceof Record typed) {
            return RecordBinder.toMap(typed);
        }
        throw new InvalidRequestException("data must be a map with snake_case names or a record, was a "
                + data.getClass().getName());
    }
}
