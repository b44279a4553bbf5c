package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.cassandra.CassandraWork.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks whether the administrator can do the work: asks the server for its rights ("Database Roles", Cassandra's documentation of
 * CQL). Changes nothing.
 */
final class AdminRights {

    private static final String ALL_ROLES = "<all roles>";
    private static final String DESCRIBE = "DESCRIBE";
    private static final List<String> NEEDED = List.of("CREATE", "ALTER", "DROP", DESCRIBE);
    private static final Set<String> WHERE_CACHES_ARE =
            Set.of(CredentialCaches.TO_FORGET.resource(), "<keyspace system_views>", "<all keyspaces>");

    private static final String OPEN_TO_ALL = "the server does not look at rights (its authorizer is"
            + " AllowAllAuthorizer): every role may do everything, and one that was removed may go on until it"
            + " disconnects";
    private static final String REMEMBERS = "the administrator has no MODIFY on system_views.credentials_cache_keys:"
            + " nodes remember the password of a removed role for as long as credentials_validity says, and rotations"
            + " wait for that";

    private AdminRights() {}

    /** What the writer of the connection should know. */
    static List<String> check(CassandraWork work, String administrator) throws CommandException {
        boolean superuser = work.isSuperuser(administrator);
        List<Right> rights;
        try {
            rights = work.rights(administrator);
        } catch (CommandException failure) {
            if (failure.failure().kind() == CassandraFailure.Kind.INVALID) {
                return List.of(OPEN_TO_ALL);
            }
            throw failure;
        }
        if (superuser) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        List<String> missing =
                NEEDED.stream().filter(right -> !hasOnAllRoles(rights, right)).toList();
        if (!missing.isEmpty()) {
            warnings.add("the administrator has no " + String.join(", ", missing)
                    + " on ALL ROLES, so users cannot be made and removed as they should be");
        }
        if (forgets(rights).findAny().isEmpty()) {
            warnings.add(REMEMBERS);
        }
        return warnings;
    }

    /** Whether the administrator is told of all roles, and not only of its own. */
    static boolean seesAllRoles(CassandraWork work, String administrator) throws CommandException {
        return work.isSuperuser(administrator) || hasOnAllRoles(work.rights(administrator), DESCRIBE);
    }

    private static boolean hasOnAllRoles(List<Right> rights, String permission) {
        return rights.contains(new Right(permission, ALL_ROLES));
    }

    private static Stream<Right> forgets(List<Right> rights) {
        return rights.stream()
                .filter(right -> right.permission().equals(CredentialCaches.TO_FORGET.permission()))
                .filter(right -> WHERE_CACHES_ARE.contains(right.resource()));
    }
}
