package io.leasehold.pki.internal.role;

import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.PkiRole;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The roles of a mount, stored under {@code roles/}; each version is taken apart once. Thread-safe. */
public final class Roles {

    private static final String FOLDER = "roles";
    private static final int ATTEMPTS = 5;

    private final EngineStorage storage;
    private final Map<String, Read> known = new ConcurrentHashMap<>();

    private record Read(Versioned<RoleRules> rules, Versioned<RoleRules> verbatim) {

        static Read of(Versioned<PkiRole> entry) {
            RoleRules rules = RoleRules.of(entry.value());
            return new Read(
                    new Versioned<>(entry.path(), entry.version(), rules),
                    new Versioned<>(entry.path(), entry.version(), rules.asVerbatim()));
        }
    }

    /**
     * The roles in a storage.
     *
     * @param storage the mount's
     */
    public Roles(EngineStorage storage) {
        this.storage = storage;
    }

    /**
     * A role.
     *
     * @param name its name
     * @return its rules
     * @throws NotFoundException when there is none
     */
    public RoleRules get(String name) {
        return entry(name).value();
    }

    /**
     * A role with where and in which version it was found.
     *
     * @param name its name
     * @return its rules, the same object as long as the role is not written
     * @throws NotFoundException when there is none
     */
    public Versioned<RoleRules> entry(String name) {
        return read(name).rules();
    }

    /**
     * A role as signing verbatim takes it, with where and in which version it was found.
     *
     * @param name its name
     * @return the rules of signing verbatim with it, the same object as long as the role is not written
     * @throws NotFoundException when there is none
     */
    public Versioned<RoleRules> verbatim(String name) {
        return read(name).verbatim();
    }

    private Read read(String name) {
        Optional<Versioned<PkiRole>> entry = storage.get(path(name), PkiRole.class);
        if (entry.isEmpty()) {
            known.remove(name);
            throw unknown(name);
        }
        Read read = known.get(name);
        if (read == null || read.rules().version() != entry.get().version()) {
            read = Read.of(entry.get());
            known.put(name, read);
        }
        return read;
    }

    /**
     * Writes a role from what is there.
     *
     * @param name its name
     * @param change makes the new role of the old one, which is empty where there is none; may be asked again
     * @return the rules of the new role
     */
    RoleRules write(String name, Function<Optional<PkiRole>, PkiRole> change) {
        for (int attempt = 1; ; attempt++) {
            Optional<Versioned<PkiRole>> before = storage.getFresh(path(name), PkiRole.class);
            PkiRole changed = change.apply(before.map(Versioned::value));
            RoleRules rules = RoleRules.of(changed);
            try {
                storage.put(path(name), changed, before.map(Versioned::version).orElse(0L));
                return rules;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    void delete(String name) {
        storage.getFresh(path(name), PkiRole.class).ifPresent(entry -> storage.delete(entry.path(), entry.version()));
        known.remove(name);
    }

    List<String> names() {
        return storage.list(FOLDER);
    }

    /** The refusal of a role that is not there. */
    static NotFoundException unknown(String name) {
        return new NotFoundException("unknown role: " + name);
    }

    private static String path(String name) {
        return FOLDER + "/" + name;
    }
}
