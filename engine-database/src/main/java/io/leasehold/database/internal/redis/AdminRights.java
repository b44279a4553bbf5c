package io.leasehold.database.internal.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Looks whether the administrator can do the work, by trying each command in a way that changes nothing: on a user that does
 * not exist, and with a rule that no server knows.
 */
final class AdminRights {

    private static final String UNKNOWN_RULE = "leasehold-probe";

    private AdminRights() {}

    private interface Attempt {
        void run() throws CommandException;
    }

    /** What the writer of the connection should know. */
    static List<String> check(RedisSession session, PersistenceMode persistence) throws CommandException {
        String nobody = "leasehold-probe-" + UUID.randomUUID();
        List<String> missing = new ArrayList<>();
        session.ping();
        attempt(missing, "WATCH on ~leasehold:*", () -> AccountExclusion.enter(session, nobody));
        attempt(missing, "ACL GETUSER", () -> session.userExists(nobody));
        attempt(missing, "ACL DELUSER", () -> session.deleteUser(nobody));
        attempt(missing, "ACL SETUSER", () -> {
            try {
                session.setUser(nobody, List.of(UNKNOWN_RULE));
            } catch (CommandException refusal) {
                // That is what was asked for, unless it was the right that was missing.
                if (!refusal.failure().code().equals("ERR")) {
                    throw refusal;
                }
            }
        });
        attempt(missing, "MULTI and EXEC", () -> {
            session.begin();
            session.execute("an empty transaction");
        });
        attempt(missing, "SET on ~leasehold:*", () -> AccountExclusion.probe(session, nobody));
        attempt(missing, "CONFIG REWRITE or ACL SAVE", () -> persistence.persist(session));
        return missing.isEmpty()
                ? List.of()
                : List.of("the administrator may not use " + String.join(", ", missing)
                        + ", so users cannot be made and removed as they should be");
    }

    private static void attempt(List<String> missing, String right, Attempt attempt) throws CommandException {
        try {
            attempt.run();
        } catch (CommandException failure) {
            if (!failure.failure().code().equals("NOPERM")) {
                throw failure;
            }
            missing.add(right);
        }
    }
}
