package io.leasehold.internal.routing;

import io.leasehold.internal.routing.Template.Literal;
import io.leasehold.internal.routing.Template.Part;
import io.leasehold.internal.routing.Template.Rest;
import io.leasehold.internal.text.Nearest;
import java.util.Comparator;
import java.util.List;

/** Finds the templates that a path without a match was probably meant for. */
final class NearestTemplates {

    private static final int SHOWN = 3;
    private static final int MISSING_SEGMENT = 4;
    private static final int LONGEST_COMPARED = 40;

    private NearestTemplates() {}

    /** The nearest templates, best first. */
    static List<String> to(List<String> segments, List<Template> templates) {
        return templates.stream()
                .sorted(Comparator.<Template>comparingInt(template -> cost(template.parts(), segments))
                        .thenComparing(template -> template.route().template()))
                .limit(SHOWN)
                .map(template -> template.route().template())
                .toList();
    }

    /** Segment by segment: how far a literal is off, and as much again for what is missing or too much. */
    private static int cost(List<Part> parts, List<String> segments) {
        int cost = 0;
        int common = Math.min(parts.size(), segments.size());
        for (int i = 0; i < common; i++) {
            if (parts.get(i) instanceof Literal literal) {
                cost += distance(literal.text(), segments.get(i));
            }
        }
        boolean openEnded = parts.get(parts.size() - 1) instanceof Rest && segments.size() >= parts.size();
        return openEnded ? cost : cost + MISSING_SEGMENT * Math.abs(parts.size() - segments.size());
    }

    private static int distance(String literal, String segment) {
        return segment.length() > LONGEST_COMPARED ? LONGEST_COMPARED : Nearest.distance(literal, segment);
    }

    /** Whether only the characters of its variables keep a template from matching. */
    static boolean matchesButForNames(Template template, List<String> segments) {
        List<Part> parts = template.parts();
        boolean openEnded = parts.get(parts.size() - 1) instanceof Rest;
        if (openEnded ? segments.size() < parts.size() : segments.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Literal literal && !literal.text().equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
