package io.leasehold.internal.routing;

import io.leasehold.spi.engine.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route's template, taken apart. Mistakes in one are programming errors of its engine. */
record Template(Route route, List<Part> parts) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9_]*)(\\*?)}");

    /** One segment of a template. */
    sealed interface Part {}

    /** A segment that stands for itself. */
    record Literal(String text) implements Part {}

    /** {@code {name}}: any one name. */
    record Variable(String name) implements Part {}

    /** {@code {name*}}: the rest of the path, at least one segment. */
    record Rest(String name) implements Part {}

    static Template of(Route route) {
        String text = route.template();
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] segments = text.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            Part part = part(segments[i], text);
            if (part instanceof Rest && i + 1 < segments.length) {
                throw malformed(text, "only its last segment may stand for the rest of a path");
            }
            parts.add(part);
            String name =
                    part instanceof Variable variable ? variable.name() : part instanceof Rest rest ? rest.name() : "";
            if (!name.isEmpty() && !names.add(name)) {
                throw malformed(text, "it names " + name + " twice");
            }
        }
        return new Template(route, List.copyOf(parts));
    }

    private static Part part(String segment, String template) {
        Matcher variable = VARIABLE.matcher(segment);
        if (variable.matches()) {
            String name = variable.group(1);
            return variable.group(2).isEmpty() ? new Variable(name) : new Rest(name);
        }
        if (!PathText.isName(segment)) {
            throw malformed(
                    template, "its segment \"" + segment + "\" is neither a name nor {variable} nor {variable*}");
        }
        return new Literal(segment);
    }

    private static IllegalArgumentException malformed(String template, String problem) {
        return new IllegalArgumentException("the route template \"" + template + "\" is malformed: " + problem);
    }
}
