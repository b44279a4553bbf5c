package io.leasehold.aws.standin;

import java.time.Instant;

/** A long-term access key of a user. Guarded by its {@link Account}. */
final class StandInKey {

    final String id = Ids.next("AKIA");
    final String secret = Ids.secret();
    final StandInUser user;
    final Instant created;
    boolean active = true;
    /** Known everywhere, whatever new keys take. */
    boolean settled;

    Instant lastUsed;
    String lastService = "";
    /** Requests with it since it was made, for what counts them. */
    int calls;

    StandInKey(StandInUser user, Instant created) {
        this.user = user;
        this.created = created;
    }
}
