package io.leasehold.internal.routing;

import io.leasehold.internal.routing.Template.Literal;
import io.leasehold.internal.routing.Template.Part;
import io.leasehold.internal.routing.Template.Rest;
import io.leasehold.internal.routing.Template.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Templates by their segments. Of several templates that match a path, the one wins whose first differing segment is more
 * specific: a literal before a variable before the rest. Filled once, then only read.
 */
final class RouteTree {

    private final Map<String, RouteTree> literals = new HashMap<>();
    private @Nullable RouteTree variable;
    private @Nullable Template rest;
    private @Nullable Template end;

    /**
     * Adds a template.
     *
     * @throws IllegalArgumentException when another one matches exactly the same paths
     */
    void add(Template template) {
        RouteTree node = this;
        for (Part part : template.parts()) {
            if (part instanceof Literal literal) {
                node = node.literals.computeIfAbsent(literal.text(), text -> new RouteTree());
            } else if (part instanceof Variable) {
                if (node.variable == null) {
                    node.variable = new RouteTree();
                }
                node = node.variable;
            } else if (part instanceof Rest) {
                node.rest = alone(node.rest, template);
                return;
            }
        }
        node.end = alone(node.end, template);
    }

    private static Template alone(@Nullable Template there, Template template) {
        if (there != null) {
            throw new IllegalArgumentException("the route templates \""
                    + there.route().template() + "\" and \"" + template.route().template()
                    + "\" match the same paths; declare one route with all operations");
        }
        return template;
    }

    /** The most specific template that matches a path. */
    Optional<Template> match(List<String> segments) {
        return Optional.ofNullable(match(segments, 0));
    }

    private @Nullable Template match(List<String> segments, int at) {
        if (at == segments.size()) {
            return end;
        }
        String segment = segments.get(at);
        RouteTree literal = literals.get(segment);
        Template found = literal == null ? null : literal.match(segments, at + 1);
        if (found == null && variable != null && PathText.isName(segment)) {
            found = variable.match(segments, at + 1);
        }
        return found == null ? rest : found;
    }
}
