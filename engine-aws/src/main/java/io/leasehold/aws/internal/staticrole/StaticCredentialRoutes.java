package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.AwsStaticCredentials;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.error.NotFoundException;
import io.leasehold.rotation.RotationSchedule;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code static-creds/}: the keys of static roles. Read past every cache, so that none is older than its rotation. */
public final class StaticCredentialRoutes {

    private final EngineContext context;
    private final StaticRoles roles;

    public StaticCredentialRoutes(EngineContext context, StaticRoles roles) {
        this.context = context;
        this.roles = roles;
    }

    public List<Route> routes() {
        return List.of(
                Route.at("static-creds")
                        .on(Operation.LIST, "Lists the static roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("static-creds/{name}")
                        .on(Operation.READ, "Reads the key of a static role.", (call, none) -> read(call))
                        .build());
    }

    private Reply read(Call call) {
        String name = call.variable("name");
        StaticRoleRules rules = roles.get(name).rules();
        ManagedKey state =
                roles.journal(name).fresh().map(Versioned::value).orElseThrow(() -> StaticRoles.unknown(name));
        RootSettings.Key key = state.current()
                .orElseThrow(() -> new NotFoundException("static role \"" + name
                        + "\" has no key before its first rotation: rotate it, or write access_key and secret_key of one"
                        + " that the user has to the role"));
        return Reply.of(credentials(rules, state, key));
    }

    private AwsStaticCredentials credentials(StaticRoleRules rules, ManagedKey state, RootSettings.Key key) {
        RotationSchedule schedule = rules.schedule();
        Optional<Instant> next = next(rules, state);
        return new AwsStaticCredentials(
                key.id(),
                key.secret().reveal(),
                rules.username(),
                next.map(this::left).orElse(null),
                next.map(Instant::toString).orElse(null),
                schedule instanceof RotationSchedule.Every every ? every.period() : null,
                schedule instanceof RotationSchedule.AtTimes times ? times.line() : null,
                schedule instanceof RotationSchedule.AtTimes times ? times.window() : null,
                time(state.lastRotation()));
    }

    private static Optional<Instant> next(StaticRoleRules rules, ManagedKey state) {
        return rules.paused() || state.nextRotation() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(state.nextRotation()));
    }

    private Duration left(Instant next) {
        Duration left = Duration.between(context.now(), next);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static @Nullable String time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
