package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.KeyAccess;
import io.leasehold.aws.internal.key.KeyOwner;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keys that {@code config/root} had, or was about to have, when somebody wrote another one: what is left of their rotation removes itself, with
 * whichever of them AWS still takes. Thread-safe.
 */
final class FormerRootKeys implements KeyOwner {

    private final AwsRoot root;
    private final List<RootSettings.Key> keys;
    private final Accounts accounts;
    private final RootSettings.Environment environment;
    private volatile boolean noneTaken;

    FormerRootKeys(AwsRoot root, ManagedKey state, Accounts accounts, RootSettings.Environment environment) {
        this.root = root;
        this.keys = Stream.of(state.current(), state.retiring(), state.pending())
                .flatMap(Optional::stream)
                // Of a key that is kept elsewhere there is no secret here.
                .filter(key -> !key.secret().reveal().isEmpty())
                .toList();
        this.accounts = accounts;
        this.environment = environment;
    }

    List<String> ids() {
        return keys.stream().map(RootSettings.Key::id).toList();
    }

    /** Whether AWS took none of the keys: there is none any more, or it cannot be removed from here. */
    boolean isNoneTaken() {
        return noneTaken;
    }

    @Override
    public String describe() {
        return "the former key of config/root";
    }

    @Override
    public String userName() {
        return "";
    }

    @Override
    public String expectedUserId() {
        return "";
    }

    @Override
    public Optional<Instant> next(Instant now) {
        return Optional.empty();
    }

    @Override
    public Duration grace() {
        return Duration.ZERO;
    }

    @Override
    public <T> T onAccount(Function<KeyAccess, T> work) {
        for (RootSettings.Key key : keys) {
            RootSettings settings =
                    RootSettings.of(root.withKey(key.id(), key.secret().reveal()), environment);
            if (isTaken(settings)) {
                return RootKeyOwner.on(settings, accounts, work);
            }
        }
        noneTaken = true;
        throw new TargetRefusedException(
                "GetCallerIdentity: AWS takes none of the keys " + ids() + ", of which one or two may be left",
                false,
                null);
    }

    /** Whether AWS takes the key, as far as it is known; what AWS does not answer is an error. */
    private boolean isTaken(RootSettings settings) {
        return RootKeyOwner.on(settings, accounts, access -> {
            try {
                CallerIdentity.of(access.clients());
                return true;
            } catch (TargetRefusedException refused) {
                return false;
            }
        });
    }

    @Override
    public void adopt(ManagedKey proven) {
        throw new IllegalStateException("a former key is not adopted");
    }
}
