package io.leasehold.aws.keys;

import io.leasehold.aws.AwsKeyCredentials;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Issues keys through the real broker: users' keys at {@code creds/NAME}, sessions at {@code sts/NAME}, the key of a user
 * who stays at {@code static-creds/NAME}, and something else at {@code other/NAME}.
 */
final class KeyEngine implements LeasedEngine {

    static final String TYPE = "keys";

    private final KeyIssuer issuer;
    private final AtomicReference<LeaseTerms> users;
    private final AtomicReference<Duration> sessions;
    private final AtomicReference<String> staticKey;

    private KeyEngine(Provider provider) {
        this.issuer = provider.issuer();
        this.users = provider.users();
        this.sessions = provider.sessions();
        this.staticKey = provider.staticKey();
    }

    /** What a test sets, and the engines read. */
    record Provider(
            KeyIssuer issuer,
            AtomicReference<LeaseTerms> users,
            AtomicReference<Duration> sessions,
            AtomicReference<String> staticKey)
            implements SecretEngineProvider {

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public SecretEngine create(EngineContext context) {
            return new KeyEngine(this);
        }
    }

    record Key(String id, boolean session) {}

    private record Material(boolean session) implements Plan.Material {}

    @Override
    public List<Route> routes() {
        return List.of(
                route("creds/{name}", (call, none) -> plan(call, false)),
                route("sts/{name}", (call, none) -> plan(call, true)),
                route("static-creds/{name}", (call, none) -> Reply.of(credentials(staticKey.get(), false))),
                route("other/{name}", (call, none) -> Reply.of(Map.of("username", "nobody", "password", "none"))));
    }

    private static Route route(String template, Route.Handler<Route.NoFields> handler) {
        return Route.at(template).on(Operation.READ, "Issues.", handler).build();
    }

    private Reply plan(Call call, boolean session) {
        Key key = new Key(issuer.nextId(), session);
        return Reply.leased(new Plan(
                call.variable("name"),
                "aws",
                key.id(),
                RevocationData.of(key),
                terms(key),
                null,
                List.of(),
                new Material(session)));
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        creation.confirm();
        issuer.make(plan.account());
        return Created.of(credentials(plan.account(), ((Material) plan.material()).session()));
    }

    private AwsKeyCredentials credentials(String id, boolean session) {
        String token = session ? "token-of-" + id : null;
        return new AwsKeyCredentials(id, "secret-of-" + id, token, token, null, session ? sessions.get() : null);
    }

    private LeaseTerms terms(Key key) {
        return key.session() ? LeaseTerms.fixed(sessions.get(), sessions.get()) : users.get();
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return terms(data.as(Key.class));
    }

    @Override
    public void renew(RevocationData data, Renewal renewal) {}

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        issuer.delete(data.as(Key.class).id());
        return Revoked.verified();
    }

    @Override
    public void close() {}
}
