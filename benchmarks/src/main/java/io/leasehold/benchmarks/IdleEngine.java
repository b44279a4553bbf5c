package io.leasehold.benchmarks;

import io.leasehold.spi.binding.Field;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An engine whose target is nothing at all, so that what is measured is the broker and its store. */
final class IdleEngine implements LeasedEngine {

    private static final String TARGET = "nothing";

    private IdleEngine() {}

    record Provider() implements SecretEngineProvider {

        @Override
        public String type() {
            return "idle";
        }

        @Override
        public SecretEngine create(EngineContext context) {
            context.targets().limit(TARGET, 8);
            return new IdleEngine();
        }
    }

    record Request(@Field("The lease's length.") @Nullable Duration ttl) {}

    record Credential(String name) {}

    private record Nothing() implements Plan.Material {}

    @Override
    public List<Route> routes() {
        return List.of(Route.at("creds/{name}")
                .on(Operation.READ, "Makes a credential for nothing.", Request.class, IdleEngine::plan)
                .build());
    }

    private static Reply plan(Call call, Request request) {
        Credential credential = new Credential(UUID.randomUUID().toString());
        return Reply.leased(new Plan(
                call.variable("name"),
                TARGET,
                credential.name(),
                RevocationData.of(credential),
                LeaseTerms.renewable(Duration.ZERO, Duration.ZERO),
                request.ttl(),
                List.of(),
                new Nothing()));
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        creation.confirm();
        return Created.of(new Credential(plan.account()));
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return LeaseTerms.renewable(Duration.ZERO, Duration.ZERO);
    }

    @Override
    public void renew(RevocationData data, Renewal renewal) {}

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        return Revoked.verified();
    }

    @Override
    public void close() {}
}
