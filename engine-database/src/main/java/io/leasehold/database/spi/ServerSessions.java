package io.leasehold.database.spi;

import java.time.Duration;
import java.util.List;

/**
 * The ability of a {@linkplain DatabaseTarget target} to tell who is connected to its server. Changes nothing. Failures are those
 * of {@link DatabaseTarget}.
 */
public interface ServerSessions {

    /**
     * Counts the sessions that are there now.
     *
     * @param timeLimit how long that may take
     * @return all sessions, and those of each user
     */
    Sessions sessions(Duration timeLimit);

    /**
     * The sessions of a server.
     *
     * @param used those that count against its limit of connections, those of nobody's known user included
     * @param byUser those of users, one line for each user and state
     */
    record Sessions(int used, List<OfUser> byUser) {

        /** Takes a copy. */
        public Sessions {
            byUser = List.copyOf(byUser);
        }
    }

    /**
     * The sessions of a user in one state.
     *
     * @param username the user's name, in the form of {@link Account#username()}
     * @param mark what stands where the plugin writes {@link NewAccount#mark()}; empty when there is nothing, or when the product
     *     has no such place
     * @param state what they do, in the server's words, such as {@code active} or {@code idle}
     * @param sessions how many
     */
    record OfUser(String username, String mark, String state, int sessions) {}
}
