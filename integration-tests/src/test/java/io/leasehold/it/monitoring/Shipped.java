package io.leasehold.it.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that are shipped, taken apart as far as the tests need it; whether they are valid is for their programs to say. */
final class Shipped {

    static final Path ROOT = Path.of("..");
    static final Path RULES = ROOT.resolve("monitoring/prometheus/leasehold-alerts.yml");
    static final Path RULE_TESTS = ROOT.resolve("monitoring/prometheus/tests");
    static final Path DASHBOARD = ROOT.resolve("monitoring/grafana/leasehold.json");

    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern RECORDED = Pattern.compile("(?m)^ +- record: (\\S+)$");
    private static final Pattern NEXT = Pattern.compile("(?m)^ +- (alert|record|name): ");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private Shipped() {}

    /** The text of each alert rule, by its name. */
    static Map<String, String> alerts() {
        String rules = read(RULES);
        Map<String, String> alerts = new LinkedHashMap<>();
        for (MatchResult begin : ALERT.matcher(rules).results().toList()) {
            Matcher next = NEXT.matcher(rules);
            int end = next.find(begin.end()) ? next.start() : rules.length();
            alerts.put(begin.group(1), rules.substring(begin.start(), end));
        }
        return alerts;
    }

    /** The names of the recording rules. */
    static Set<String> recorded() {
        return RECORDED.matcher(read(RULES))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The files with promtool's tests. */
    static List<Path> ruleTests() {
        try (Stream<Path> files = Files.list(RULE_TESTS)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What can be linked to in a page: its headings, spelled as the links to them are. */
    static List<String> anchors(Path page) {
        List<String> anchors = new ArrayList<>();
        for (MatchResult heading : HEADING.matcher(read(page)).results().toList()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
