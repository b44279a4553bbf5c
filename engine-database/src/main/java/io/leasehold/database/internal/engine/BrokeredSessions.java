package io.leasehold.database.internal.engine;

import io.leasehold.database.spi.ServerSessions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The sessions of brokered users, of which only those with the most sessions are told by name. Pure. */
final class BrokeredSessions {

    static final int MOST_USERS = 50;

    /** Stands for all users beyond those. */
    static final String OTHER = "other";

    private BrokeredSessions() {}

    /**
     * Of whom sessions are.
     *
     * @param user the user
     * @param state what they do
     */
    record Kind(String user, String state) {}

    /**
     * Counts them.
     *
     * @param sessions all sessions of the server
     * @param own whether a user was made here
     * @return sessions by user and state
     */
    static Map<Kind, Integer> of(ServerSessions.Sessions sessions, Predicate<ServerSessions.OfUser> own) {
        Map<String, Boolean> judged = new HashMap<>();
        Map<String, Integer> byUser = new TreeMap<>();
        for (ServerSessions.OfUser user : sessions.byUser()) {
            if (judged.computeIfAbsent(user.username(), name -> own.test(user))) {
                byUser.merge(user.username(), user.sessions(), Integer::sum);
            }
        }
        Set<String> named = byUser.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_USERS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        for (ServerSessions.OfUser user : sessions.byUser()) {
            if (byUser.containsKey(user.username())) {
                String name = named.contains(user.username()) ? user.username() : OTHER;
                counts.merge(new Kind(name, user.state()), user.sessions(), Integer::sum);
            }
        }
        return counts;
    }
}
