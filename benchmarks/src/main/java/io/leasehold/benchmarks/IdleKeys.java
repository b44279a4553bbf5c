package io.leasehold.benchmarks;

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
import java.util.UUID;

/** An engine whose access keys open nothing, so that what is measured is who hands them out. */
final class IdleKeys implements LeasedEngine {

    private static final LeaseTerms TERMS = LeaseTerms.renewable(Duration.ofHours(1), Duration.ofHours(12));

    private IdleKeys() {}

    record Provider() implements SecretEngineProvider {

        @Override
        public String type() {
            return "idle-keys";
        }

        @Override
        public SecretEngine create(EngineContext context) {
            return new IdleKeys();
        }
    }

    private record Key(String id) {}

    private record Nothing() implements Plan.Material {}

    @Override
    public List<Route> routes() {
        return List.of(Route.at("creds/{name}")
                .on(Operation.READ, "Makes a key of nobody.", (call, none) -> plan(call))
                .build());
    }

    private static Reply plan(Call call) {
        Key key = new Key(UUID.randomUUID().toString());
        return Reply.leased(new Plan(
                call.variable("name"),
                "nobody",
                key.id(),
                RevocationData.of(key),
                TERMS,
                null,
                List.of(),
                new Nothing()));
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        creation.confirm();
        return Created.of(new AwsKeyCredentials(plan.account(), "secret", null, null, null, null));
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return TERMS;
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
