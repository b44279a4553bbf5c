package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.key.KeyJournal;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * The static roles of a mount: the role under {@code static-roles/}, its keys under {@code static-keys/}, and under
 * {@code static-users/} which role a user belongs to, so that no two roles make keys of one user. Thread-safe.
 */
public final class StaticRoles {

    private static final String ROLES = "static-roles";
    private static final String KEYS = "static-keys";
    private static final String USERS = "static-users";

    private final EngineStorage storage;

    public StaticRoles(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * Which role a user belongs to. An entry whose role does not have the user any more counts for nothing.
     *
     * @param role the role's name
     */
    public record Owner(@Field("The static role.") String role) {}

    /** A role past every cache; a missing one has version 0. */
    Versioned<StaticRoleEntry> fresh(String name) {
        return storage.getFresh(path(ROLES, name), StaticRoleEntry.class)
                .orElseGet(() -> new Versioned<>(path(ROLES, name), 0, StaticRoleEntry.none()));
    }

    /** A role, also one that is being deleted. */
    Optional<StaticRoleEntry> find(String name) {
        return Optional.of(fresh(name)).filter(read -> read.version() > 0).map(Versioned::value);
    }

    /** A role that is there and not being deleted. */
    StaticRoleEntry get(String name) {
        return find(name).filter(entry -> !entry.ending()).orElseThrow(() -> unknown(name));
    }

    Versioned<StaticRoleEntry> put(Versioned<StaticRoleEntry> read, StaticRoleEntry changed) {
        return storage.put(read.path(), changed, read.version());
    }

    List<String> names() {
        return storage.list(ROLES);
    }

    static NotFoundException unknown(String name) {
        return new NotFoundException("unknown static role: " + name);
    }

    /** Where a role's keys are stored. */
    KeyJournal journal(String name) {
        return new KeyJournal() {
            @Override
            public Optional<Versioned<ManagedKey>> fresh() {
                return storage.getFresh(path(KEYS, name), ManagedKey.class);
            }

            @Override
            public Versioned<ManagedKey> put(Versioned<ManagedKey> read, ManagedKey changed) {
                return storage.put(read.path(), changed, read.version());
            }
        };
    }

    /**
     * Stores the first state of a role's keys; what a write that did not get to its role left there is replaced, but not what
     * somebody is changing who wrote the role at the same time.
     */
    void begin(String name, ManagedKey first) {
        Optional<Versioned<ManagedKey>> present = journal(name).fresh();
        if (present.map(Versioned::value).filter(ManagedKey::isPending).isPresent()) {
            throw new ConflictException("static role \"" + name + "\" is being written by somebody else");
        }
        storage.put(path(KEYS, name), first, present.map(Versioned::version).orElse(0L));
    }

    /** Takes a user for a role; refused while another role has it. */
    void claim(String name, PinnedUser user) {
        Optional<Versioned<Owner>> owner = owner(user.id());
        String other = owner.map(found -> found.value().role()).orElse(name);
        if (!other.equals(name) && has(other, user.id())) {
            throw new ConflictException("user " + user.arn() + " belongs to static role \"" + other
                    + "\": one role can rotate its key only");
        }
        if (owner.isEmpty() || !other.equals(name)) {
            storage.put(
                    path(USERS, user.id()),
                    new Owner(name),
                    owner.map(Versioned::version).orElse(0L));
        }
    }

    /** Forgets a role with its keys, and lets its user go. */
    void forget(String name) {
        // The keys first: once they are gone, nobody rotates them any more.
        journal(name).fresh().ifPresent(keys -> storage.delete(keys.path(), keys.version()));
        Versioned<StaticRoleEntry> role = fresh(name);
        if (role.version() > 0) {
            storage.delete(role.path(), role.version());
            release(name, role.value().userId());
        }
    }

    private void release(String name, String userId) {
        owner(userId)
                .filter(owner -> owner.value().role().equals(name))
                .ifPresent(owner -> storage.delete(owner.path(), owner.version()));
    }

    private boolean has(String name, String userId) {
        Versioned<StaticRoleEntry> role = fresh(name);
        return role.version() > 0 && role.value().userId().equals(userId);
    }

    private Optional<Versioned<Owner>> owner(String userId) {
        return storage.getFresh(path(USERS, userId), Owner.class);
    }

    private static String path(String folder, String name) {
        return folder + "/" + name;
    }
}
