package io.leasehold.database.internal.mongodb;

import com.mongodb.client.MongoClient;
import io.leasehold.database.internal.admin.TimeLimit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;

/**
 * Looks whether the administrator can do the work: asks the server for its rights ("Privilege Actions", MongoDB manual), and
 * whether it asks for logins at all. Changes nothing.
 */
final class AdminRights {

    private static final List<String> NEEDED =
            List.of("viewUser", "createUser", "grantRole", "dropUser", "killAnySession");

    private static final String OPEN_TO_ALL = "the server does not ask for logins (its authorization is off): whoever"
            + " reaches it may do everything, and revoking a lease takes nothing away";

    private AdminRights() {}

    /** What the writer of the connection should know. */
    static List<String> check(MongoLogin login, TimeLimit limit) throws CommandException {
        MongoSession session = login.session(limit);
        String nobody = "leasehold-probe-" + UUID.randomUUID();
        List<String> warnings = new ArrayList<>();
        Set<String> missing = missing(session.connectionStatus());
        try {
            session.user(login.address().authDatabase(), nobody);
        } catch (CommandException failure) {
            if (failure.failure().code() != MongoFailure.UNAUTHORIZED) {
                throw failure;
            }
            missing.add("viewUser");
        }
        if (!missing.isEmpty()) {
            warnings.add("the administrator may not use " + String.join(", ", missing)
                    + ", so users cannot be made and removed as they should be");
        }
        if (isOpenToAll(login, limit, nobody)) {
            warnings.add(OPEN_TO_ALL);
        }
        return warnings;
    }

    /** Rights that the administrator has nowhere; none when the server does not tell. */
    private static Set<String> missing(Document status) {
        Set<String> missing = new LinkedHashSet<>();
        if (!(status.get("authInfo") instanceof Document info)
                || !(info.get("authenticatedUserPrivileges") instanceof List<?> privileges)) {
            return missing;
        }
        missing.addAll(NEEDED);
        for (Object privilege : privileges) {
            if (privilege instanceof Document document && document.get("actions") instanceof List<?> actions) {
                missing.removeAll(actions);
                if (actions.contains("anyAction")) {
                    missing.clear();
                }
            }
        }
        return missing;
    }

    private static boolean isOpenToAll(MongoLogin login, TimeLimit limit, String nobody) throws CommandException {
        try (MongoClient anonymous = login.openAnonymously()) {
            login.session(anonymous, limit).user("admin", nobody);
            return true;
        } catch (CommandException refused) {
            // Also a server that takes no connection without a certificate: nobody gets in.
            return false;
        }
    }
}
