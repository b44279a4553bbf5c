package io.leasehold.testkit.contract;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class TestEngineTest extends SecretEngineContract {

    private final TestTarget target = new TestTarget();

    @Override
    public SecretEngineProvider engine() {
        return TestEngine.provider(target);
    }

    @Override
    public void configure(SecretBroker broker, String mount) {
        // There is one target, and nothing to say about it.
    }

    @Override
    public void writeRole(SecretBroker broker, String mount, String role, Duration ttl, Duration maxTtl) {
        broker.write(rolePath(mount, role), Map.of("default_ttl", ttl.toSeconds(), "max_ttl", maxTtl.toSeconds()));
    }

    @Override
    public void writeFailingRole(SecretBroker broker, String mount, String role) {
        broker.write(rolePath(mount, role), Map.of("fails", true));
    }

    @Override
    public boolean canLogin(Secret secret) {
        return target.accepts(account(secret), String.valueOf(secret.data().get("password")));
    }

    @Override
    public Set<String> accounts() {
        return target.accounts();
    }

    @Override
    public void removeAccount(String account) {
        target.remove(account);
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                target.setDown(true);
            }

            @Override
            public void end() {
                target.setDown(false);
            }
        });
    }
}
