package io.leasehold.spring.actuate;

import io.leasehold.SecretBroker;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An engine whose target is a switch: up, or down. Its credentials have a password that must be seen nowhere. */
public final class KeptEngine implements SecretEngineProvider {

    /** The password of every credential. */
    public static final String PASSWORD = "kept-from-everybody";

    /** The path of credentials. */
    public static final String PATH = "team/kept/creds/app";

    private static final String TARGET = "kept//target";

    /** Whether the target does not answer. */
    public final AtomicBoolean down = new AtomicBoolean();

    /** Whether the target does not let accounts be removed. */
    public final AtomicBoolean sticky = new AtomicBoolean();

    /** A broker in memory with this engine mounted at {@code team/kept}. */
    public SecretBroker broker() {
        SecretBroker broker = SecretBroker.builder().name("kept").engine(this).build();
        broker.mounts().enable("team/kept", "kept");
        return broker;
    }

    @Override
    public String type() {
        return "kept";
    }

    @Override
    public SecretEngine create(EngineContext context) {
        context.targets().limit(TARGET, 8);
        return new Engine();
    }

    record Request(@Field("The lease's length.") @Nullable Duration ttl) {}

    record Credential(String name, String password) {}

    record Account(String name) {}

    private record Nothing() implements Plan.Material {}

    private final class Engine implements LeasedEngine {

        @Override
        public List<Route> routes() {
            return List.of(Route.at("creds/{name}")
                    .on(Operation.READ, "Makes a credential.", Request.class, this::plan)
                    .build());
        }

        private Reply plan(Call call, Request request) {
            Account account = new Account(UUID.randomUUID().toString());
            return Reply.leased(new Plan(
                    call.variable("name"),
                    TARGET,
                    account.name(),
                    RevocationData.of(account),
                    LeaseTerms.renewable(Duration.ZERO, Duration.ZERO),
                    request.ttl(),
                    List.of(),
                    new Nothing()));
        }

        private void touch() {
            if (down.get()) {
                throw new TargetUnavailableException("the kept target does not answer", false, null);
            }
        }

        @Override
        public Created create(Plan plan, Creation creation) {
            creation.confirm();
            touch();
            return Created.of(new Credential(plan.account(), PASSWORD));
        }

        @Override
        public LeaseTerms terms(RevocationData data) {
            return LeaseTerms.renewable(Duration.ZERO, Duration.ZERO);
        }

        @Override
        public void renew(RevocationData data, Renewal renewal) {
            touch();
        }

        @Override
        public Revoked revoke(RevocationData data, Revocation revocation) {
            touch();
            if (sticky.get()) {
                throw new TargetRefusedException("the account owns objects", false, null);
            }
            return Revoked.verified();
        }

        @Override
        public void close() {}
    }
}
