package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.key.KeyChangeover;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes static roles: the role is marked, so that it makes no key any more and none of its keys is served; its keys are deleted;
 * then it goes itself. What was begun is finished in the background. The user stays. Thread-safe.
 */
public final class StaticRoleRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(StaticRoleRemoval.class);

    private final EngineContext context;
    private final StaticRoles roles;
    private final StaticAccounts accounts;
    private final KeyChangeover changeover;

    public StaticRoleRemoval(
            EngineContext context, StaticRoles roles, StaticAccounts accounts, KeyChangeover changeover) {
        this.context = context;
        this.roles = roles;
        this.accounts = accounts;
        this.changeover = changeover;
    }

    /**
     * Deletes a role.
     *
     * @param name its name; one that is not there is as good
     * @param force whether keys that cannot be deleted now are given up
     */
    void remove(String name, boolean force) {
        Versioned<StaticRoleEntry> read = roles.fresh(name);
        if (read.version() > 0 && !read.value().ending()) {
            roles.put(read, read.value().ended());
            context.changed("static-creds/" + name);
        }
        try {
            finish(name);
        } catch (TargetException failure) {
            if (!force) {
                throw told(failure);
            }
            giveUp(name, failure);
        } catch (ConflictException busy) {
            if (!force) {
                throw new ConflictException("static role \"" + name
                        + "\" is being rotated at this moment: its deletion is finished in the background");
            }
            giveUp(name, busy);
        }
    }

    /** Goes on with a deletion that was begun. */
    void finish(String name) {
        Versioned<StaticRoleEntry> read = roles.fresh(name);
        if (read.version() > 0 && roles.journal(name).fresh().isPresent()) {
            changeover.end(roles.journal(name), new StaticKeyOwner(roles, accounts, name, read.value()));
        }
        roles.forget(name);
        if (read.version() > 0) {
            LOG.info(
                    "Deleted static role {} and its keys; user {} stays",
                    name,
                    read.value().userArn());
        }
    }

    /** When a deletion that was begun is gone on with. */
    Instant nextTry(String name) {
        return roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .map(state -> Instant.ofEpochMilli(Math.max(state.notBefore(), state.claimUntil())))
                .orElse(Instant.EPOCH);
    }

    private void giveUp(String name, LeaseholdException failure) {
        List<String> left = roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .map(StaticRoleRemoval::keys)
                .orElse(List.of());
        roles.forget(name);
        LOG.warn(
                "Static role {} was deleted by force; delete what is left of its keys {} by hand: {}",
                name,
                left,
                failure.getMessage());
    }

    private static List<String> keys(ManagedKey state) {
        return Stream.of(state.current(), state.pending(), state.retiring())
                .flatMap(Optional::stream)
                .map(key -> key.id())
                .toList();
    }

    private static TargetException told(TargetException failure) {
        String message =
                "unable to delete the keys of the role; its deletion is finished in the background, or delete it with"
                        + " force=true, which leaves them for you to delete: " + failure.getMessage();
        return failure instanceof TargetUnavailableException unavailable
                ? new TargetUnavailableException(message, failure.effectPossible(), unavailable.answered(), failure)
                : new TargetRefusedException(message, failure.effectPossible(), failure);
    }
}
