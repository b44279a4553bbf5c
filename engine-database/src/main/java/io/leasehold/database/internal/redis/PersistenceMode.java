package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is done after a change of users, so that a restart of the server neither loses them nor brings removed ones back. */
enum PersistenceMode {
    /** Nothing: users live in the server's memory. */
    NONE,
    /** {@code ACL SAVE}, on a server that has an {@code aclfile}. */
    ACLFILE,
    /** {@code CONFIG REWRITE}, on a server that keeps users in its configuration file. */
    REWRITE;

    private static final String FIELD = "persistence_mode";

    static PersistenceMode named(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return NONE;
        }
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        List<String> known = Arrays.stream(values()).map(PersistenceMode::name).toList();
        if (!known.contains(wanted)) {
            throw new InvalidRequestException(
                    FIELD, "\"" + name + "\" is none of " + String.join(", ", known) + Nearest.hint(name, known));
        }
        return valueOf(wanted);
    }

    /** Writes the users as they are now. */
    void persist(RedisSession session) throws CommandException {
        switch (this) {
            case NONE -> {}
            case ACLFILE -> session.saveAclFile();
            case REWRITE -> session.rewriteConfig();
        }
    }
}
