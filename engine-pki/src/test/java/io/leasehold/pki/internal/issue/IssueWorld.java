package io.leasehold.pki.internal.issue;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.pki.IssuedCertificate;
import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.record.Completeness;
import io.leasehold.pki.internal.record.RecordedRevocation;
import io.leasehold.pki.internal.record.Records;
import io.leasehold.pki.internal.role.RoleRoutes;
import io.leasehold.pki.internal.role.Roles;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A broker whose issuers are made by hand, on one time that is moved by hand. */
final class IssueWorld implements AutoCloseable {

    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final InMemoryStorage inner = new InMemoryStorage(time);
    private final Storage storage;
    private final Crypto crypto;
    private final TestIssuers issuers;
    private final AtomicReference<EngineContext> context = new AtomicReference<>();
    private final RecordingEvents events = new RecordingEvents();
    private final SecretBroker broker;

    IssueWorld() {
        this(Crypto.bouncyCastle(), storage -> storage);
    }

    IssueWorld(Provider provider, UnaryOperator<Storage> wrapping) {
        this.crypto = new Crypto(provider, new SecureRandom());
        this.issuers = new TestIssuers(crypto);
        this.storage = wrapping.apply(inner);
        this.broker = SecretBroker.builder()
                .name("billing")
                .storage(storage)
                .engine(new Engines())
                .timeSource(time)
                .scheduler(scheduler)
                .listener(events)
                .build();
        broker.mounts().enable("pki", "pki-issuing");
        // The engine is made with the first request.
        broker.list("pki/roles");
        issuers.add("default", TestIssuers.shape(), now());
    }

    private final class Engines implements SecretEngineProvider {
        @Override
        public String type() {
            return "pki-issuing";
        }

        @Override
        public SecretEngine create(EngineContext made) {
            context.set(made);
            return new Engine(made);
        }
    }

    private final class Engine implements LeasedEngine {
        private final List<Route> routes = new ArrayList<>();
        private final Leases leases;

        Engine(EngineContext context) {
            Roles roles = new Roles(context.storage());
            Records records = new Records(context.storage());
            IssueRoutes issuing = new IssueRoutes(
                    context,
                    issuers,
                    roles,
                    crypto,
                    records,
                    new Completeness(context.storage()),
                    new RecordedRevocation(records, context::now));
            routes.addAll(new RoleRoutes(roles, RequestContent.reader(crypto), reference -> true).routes());
            routes.addAll(issuing.routes());
            leases = issuing.leases();
        }

        @Override
        public List<Route> routes() {
            return routes;
        }

        @Override
        public Created create(Plan plan, Creation creation) {
            return leases.create(plan, creation);
        }

        @Override
        public LeaseTerms terms(RevocationData data) {
            return leases.terms();
        }

        @Override
        public void renew(RevocationData data, Renewal renewal) {}

        @Override
        public Revoked revoke(RevocationData data, Revocation revocation) {
            return leases.revoke(data, revocation);
        }

        @Override
        public Duration settleTime() {
            return leases.settleTime();
        }

        @Override
        public void close() {}
    }

    RecordingEvents events() {
        return events;
    }

    SecretBroker broker() {
        return broker;
    }

    EngineContext context() {
        return Objects.requireNonNull(context.get());
    }

    Crypto crypto() {
        return crypto;
    }

    Records records() {
        return new Records(context().storage());
    }

    Completeness completeness() {
        return new Completeness(context().storage());
    }

    Issuer issuer(String name, TestIssuers.Shape shape) {
        return issuers.add(name, shape, now());
    }

    Issuer issuer(String name) {
        return issuers.get(name);
    }

    Instant now() {
        return context().now();
    }

    void pass(Duration duration) {
        scheduler.advance(duration);
    }

    void role(String name, Map<String, ?> fields) {
        broker.write("pki/roles/" + name, fields);
    }

    void role(String name, PkiRole.Builder fields) {
        broker.write("pki/roles/" + name, fields.build());
    }

    Secret write(String path, Map<String, ?> fields) {
        return broker.write("pki/" + path, fields);
    }

    IssuedCertificate issue(String role, Map<String, ?> fields) {
        return write("issue/" + role, fields).as(IssuedCertificate.class);
    }

    static Certificate read(IssuedCertificate issued) {
        return Certificate.readAll("certificate", issued.certificate()).get(0);
    }

    static Certificate read(Secret secret) {
        return read(secret.as(IssuedCertificate.class));
    }

    @Override
    public void close() {
        broker.close();
    }
}
