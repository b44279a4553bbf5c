package io.leasehold.aws.standin;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A group with its policies. Guarded by its {@link Account}. */
final class StandInGroup {

    final String name;
    final String id = Ids.next("AGPA");
    final SortedMap<String, String> inline = new TreeMap<>();
    final SortedSet<String> attached = new TreeSet<>();

    StandInGroup(String name) {
        this.name = name;
    }

    String arn() {
        return "arn:aws:iam::" + Account.ID + ":group/" + name;
    }
}
