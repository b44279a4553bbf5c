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

    private record Read(long version, RoleRules rules, RoleRules verbatim) {

        static Read of(long version, RoleRules rules) {
            return new Read(version, rules, rules.asVerbatim());
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
        return read(name).rules();
    }

    /**
     * A role as signing verbatim takes it.
     *
     * @param name its name
     * @return the rules of signing verbatim with it
     * @throws NotFoundException when there is none
     */
    public RoleRules verbatim(String name) {
        return read(name).verbatim();
    }

    private Read read(String name) {
        Optional<Versioned<PkiRole>> entry = storage.get(path(name), PkiRole.class);
        if (entry.isEmpty()) {
            known.remove(name);
            throw unknown(name);
        }
        long version = entry.get().version();
        Read read = known.get(name);
        if (read == null || read.version() != version) {
            read = Read.of(version, RoleRules.of(entry.get().value()));
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
