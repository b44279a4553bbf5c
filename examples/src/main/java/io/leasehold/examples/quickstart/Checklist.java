package io.leasehold.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

/** What the example promised to show, and whether it was seen. */
final class Checklist {

    private record Line(boolean seen, String what) {}

    private final List<Line> lines = new ArrayList<>();

    /** Prints a heading. */
    void section(String title) {
        System.out.println();
        System.out.println("== " + title);
    }

    /** Prints something to look at. */
    void show(String text) {
        System.out.println("   " + text);
    }

    /** Takes note of something that must be so. */
    void check(boolean seen, String what) {
        lines.add(new Line(seen, what));
        System.out.println((seen ? "   [seen]     " : "   [NOT SEEN] ") + what);
    }

    /** Prints the summary. Returns whether everything was seen. */
    boolean summary() {
        section("Summary");
        lines.forEach(line -> System.out.println((line.seen() ? "   ok      " : "   FAILED  ") + line.what()));
        long failed = lines.stream().filter(line -> !line.seen()).count();
        System.out.println();
        System.out.println(
                failed == 0
                        ? "All " + lines.size() + " points were seen."
                        : failed + " of " + lines.size() + " points were not seen.");
        return failed == 0;
    }
}
