package io.leasehold.aws.standin;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A user with all that hangs on it. Guarded by its {@link Account}. */
final class StandInUser {

    final String account;
    final String name;
    final String id = Ids.next("AIDA");
    final String path;
    final Instant created;
    final String boundary;
    final Map<String, String> tags = new LinkedHashMap<>();
    final SortedMap<String, String> inline = new TreeMap<>();
    final SortedSet<String> attached = new TreeSet<>();
    final SortedSet<String> groups = new TreeSet<>();
    final SortedMap<String, StandInKey> keys = new TreeMap<>();
    private final Map<Extra, SortedSet<String>> extras = new EnumMap<>(Extra.class);

    StandInUser(String account, String name, String path, String boundary, Instant created) {
        this.account = account;
        this.name = name;
        this.path = path;
        this.boundary = boundary;
        this.created = created;
    }

    String arn() {
        return "arn:aws:iam::" + account + ":user" + path + name;
    }

    /** The ids of its extras of a kind. */
    SortedSet<String> extras(Extra kind) {
        return extras.computeIfAbsent(kind, each -> new TreeSet<>());
    }

    /** Refuses as long as there is anything that has to go first ("DeleteUser" in the IAM API Reference). */
    void requireBare() {
        if (!keys.isEmpty()) {
            throw AwsError.deleteConflict("delete access keys");
        }
        if (!inline.isEmpty()) {
            throw AwsError.deleteConflict("delete policies");
        }
        if (!attached.isEmpty()) {
            throw AwsError.deleteConflict("detach all policies");
        }
        if (!groups.isEmpty()) {
            throw AwsError.deleteConflict("remove from groups");
        }
        for (Extra kind : Extra.values()) {
            if (!extras(kind).isEmpty()) {
                throw AwsError.deleteConflict("delete " + kind.what());
            }
        }
    }
}
