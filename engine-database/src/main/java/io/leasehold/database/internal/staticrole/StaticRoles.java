package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.PasswordJournal;
import io.leasehold.database.internal.text.Sha256;
import io.leasehold.error.ConflictException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The static roles of a mount: the role under {@code static-roles/}, its password under {@code static-passwords/}, and under
 * {@code static-accounts/} which role an account belongs to, so that no two roles rotate one account. Thread-safe.
 */
public final class StaticRoles {

    private static final String ROLES = "static-roles";
    private static final String PASSWORDS = "static-passwords";
    private static final String ACCOUNTS = "static-accounts";

    private final EngineStorage storage;

    public StaticRoles(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * Which role an account belongs to. An entry whose role does not have the account any more counts for nothing.
     *
     * @param role the role's name
     */
    public record Owner(@Field("The static role.") String role) {}

    public Optional<Versioned<DatabaseStaticRole>> find(String name) {
        return storage.get(path(ROLES, name), DatabaseStaticRole.class);
    }

    /** A role past every cache; a missing one has version 0. */
    public Versioned<DatabaseStaticRole> fresh(String name) {
        return storage.getFresh(path(ROLES, name), DatabaseStaticRole.class)
                .orElseGet(() -> new Versioned<>(
                        path(ROLES, name), 0, DatabaseStaticRole.builder().build()));
    }

    void put(Versioned<DatabaseStaticRole> read, DatabaseStaticRole changed) {
        storage.put(read.path(), StaticRoleDefaults.withoutPassword(changed), read.version());
    }

    public List<String> names() {
        return storage.list(ROLES);
    }

    /** The names of the roles whose accounts are reached by a connection. */
    public List<String> namesOn(String connection) {
        return names().stream()
                .filter(name -> find(name)
                        .map(role -> connection.equals(role.value().dbName()))
                        .orElse(false))
                .toList();
    }

    /** Where a role's password is stored. */
    PasswordJournal journal(String name) {
        return new PasswordJournal() {
            @Override
            public Optional<Versioned<ManagedPassword>> fresh() {
                return storage.getFresh(path(PASSWORDS, name), ManagedPassword.class);
            }

            @Override
            public Versioned<ManagedPassword> put(Versioned<ManagedPassword> read, ManagedPassword changed) {
                return storage.put(read.path(), changed, read.version());
            }
        };
    }

    /**
     * Stores the first password of a role; what an unfinished write left there is replaced, but not what somebody is changing
     * who wrote the role at the same time.
     */
    void begin(String name, ManagedPassword first) {
        Optional<Versioned<ManagedPassword>> present = journal(name).fresh();
        if (present.map(Versioned::value).filter(ManagedPassword::isPending).isPresent()) {
            throw new ConflictException("static role \"" + name + "\" is being written by somebody else");
        }
        storage.put(
                path(PASSWORDS, name), first, present.map(Versioned::version).orElse(0L));
    }

    /**
     * Stops managing a password. Nothing may be pending then: nobody would know the account's password.
     *
     * @param force whether a pending password is given up all the same
     */
    private void end(String name, boolean force) {
        Optional<Versioned<ManagedPassword>> password = journal(name).fresh();
        if (password.isEmpty()) {
            return;
        }
        if (password.get().value().isPending() && !force) {
            throw new ConflictException(
                    "static role \"" + name + "\" has an unfinished rotation, and only the role knows"
                            + " both passwords that its account may have: rotate it first, or delete it with force=true");
        }
        storage.delete(password.get().path(), password.get().version());
    }

    /** Removes a role with its password; its account stays as it is. What is there already goes by force also without its role. */
    void remove(String name, boolean force) {
        Versioned<DatabaseStaticRole> read = fresh(name);
        boolean exists = read.version() > 0;
        // The password first: once it is gone, nobody changes the account any more.
        if (exists || force) {
            end(name, force);
        }
        if (exists) {
            storage.delete(read.path(), read.version());
            release(name, read.value());
        }
    }

    /** Takes the accounts of a role; refused while another role has one of them. */
    void claim(String name, DatabaseStaticRole role) {
        for (String account : StaticRoleDefaults.accounts(role)) {
            claim(StaticRoleDefaults.dbName(role), account, name);
        }
    }

    /** Lets accounts go that a role has no longer. */
    void releaseFormer(String name, DatabaseStaticRole former, DatabaseStaticRole now) {
        for (String account : StaticRoleDefaults.accounts(former)) {
            if (!StaticRoleDefaults.accounts(now).contains(account)) {
                release(StaticRoleDefaults.dbName(now), account, name);
            }
        }
    }

    private void release(String name, DatabaseStaticRole role) {
        for (String account : StaticRoleDefaults.accounts(role)) {
            release(StaticRoleDefaults.dbName(role), account, name);
        }
    }

    private void claim(String connection, String username, String name) {
        Optional<Versioned<Owner>> owner = owner(connection, username);
        String other = owner.map(found -> found.value().role()).orElse(name);
        if (!other.equals(name) && has(other, connection, username)) {
            throw new ConflictException("the account \"" + username + "\" of connection \"" + connection
                    + "\" belongs to static role \"" + other + "\": one role can rotate it only");
        }
        if (owner.isEmpty() || !other.equals(name)) {
            storage.put(
                    account(connection, username),
                    new Owner(name),
                    owner.map(Versioned::version).orElse(0L));
        }
    }

    private void release(String connection, String username, String name) {
        owner(connection, username)
                .filter(owner -> owner.value().role().equals(name))
                .ifPresent(owner -> storage.delete(owner.path(), owner.version()));
    }

    /** The role that rotates an account, if there is one. */
    public Optional<String> ownerOf(String connection, String username) {
        return owner(connection, username)
                .map(owner -> owner.value().role())
                .filter(name -> has(name, connection, username));
    }

    private boolean has(String name, String connection, String username) {
        Versioned<DatabaseStaticRole> role = fresh(name);
        return role.version() > 0
                && connection.equals(role.value().dbName())
                && StaticRoleDefaults.accounts(role.value()).contains(username);
    }

    private Optional<Versioned<Owner>> owner(String connection, String username) {
        return storage.getFresh(account(connection, username), Owner.class);
    }

    private static String path(String folder, String name) {
        return folder + "/" + name;
    }

    /** Names of accounts may hold what paths cannot. */
    private static String account(String connection, String username) {
        return ACCOUNTS + "/" + connection + "/" + HexFormat.of().formatHex(Sha256.of(username));
    }
}
