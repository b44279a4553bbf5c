package io.leasehold.database.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.engine.BrokeredSessions.Kind;
import io.leasehold.database.spi.ServerSessions.OfUser;
import io.leasehold.database.spi.ServerSessions.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokeredSessionsTest {

    @Test
    void onlyOwnUsersAreToldByTheirStates() {
        Sessions sessions = new Sessions(
                9,
                List.of(
                        new OfUser("v-app-1", "", "idle", 2),
                        new OfUser("v-app-1", "", "active", 1),
                        new OfUser("postgres", "", "active", 6)));

        assertThat(BrokeredSessions.of(sessions, user -> user.username().startsWith("v-")))
                .isEqualTo(Map.of(new Kind("v-app-1", "idle"), 2, new Kind("v-app-1", "active"), 1));
    }

    @Test
    void ofManyUsersThoseWithTheMostSessionsAreNamedAndNoneIsLost() {
        List<OfUser> users = new ArrayList<>();
        int all = 0;
        for (int i = 0; i < 120; i++) {
            users.add(new OfUser("user-" + i, "", "idle", 1 + i));
            users.add(new OfUser("user-" + i, "", "active", 1));
            all += 2 + i;
        }

        Map<Kind, Integer> counts = BrokeredSessions.of(new Sessions(all, users), user -> true);

        assertThat(counts.keySet().stream().map(Kind::user).distinct()).hasSize(BrokeredSessions.MOST_USERS + 1);
        assertThat(counts)
                .containsEntry(new Kind("user-119", "idle"), 120)
                .containsEntry(new Kind("user-70", "active"), 1);
        assertThat(counts).containsEntry(new Kind(BrokeredSessions.OTHER, "active"), 70);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
    }
}
