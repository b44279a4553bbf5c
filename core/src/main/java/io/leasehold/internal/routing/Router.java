package io.leasehold.internal.routing;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.internal.binding.RecordBinder;
import io.leasehold.internal.routing.Template.Rest;
import io.leasehold.internal.routing.Template.Variable;
import io.leasehold.internal.text.Printable;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Route.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The routes of one mount, compiled. Immutable and thread-safe. */
public final class Router {

    private final String mountPath;
    private final List<Template> templates;
    private final RouteTree tree = new RouteTree();

    private Router(String mountPath, List<Route> routes) {
        this.mountPath = mountPath;
        this.templates = routes.stream().map(Template::of).toList();
        templates.forEach(tree::add);
        for (Route route : routes) {
            route.endpoints().values().forEach(endpoint -> RecordBinder.describe(endpoint.request()));
        }
    }

    /**
     * A request's endpoint.
     *
     * @param route the route that matched
     * @param endpoint what the route does for the operation
     * @param variables the values of the route's variables
     */
    public record Match(Route route, Endpoint<?> endpoint, Map<String, String> variables) {

        /** Takes copies. */
        public Match {
            variables = Map.copyOf(variables);
        }
    }

    /**
     * Compiles an engine's routes.
     *
     * @param mountPath where the engine is mounted, for messages
     * @param routes its routes
     * @return the router
     * @throws IllegalArgumentException when a template is malformed, two match exactly the same paths, or a request record
     *     cannot be bound
     */
    public static Router compile(String mountPath, List<Route> routes) {
        return new Router(mountPath, routes);
    }

    /**
     * Finds what answers a request. For a list, one slash at the end is let pass; the rest of a path that a template's
     * {@code {name*}} takes keeps its slash.
     *
     * @param operation what is asked
     * @param path the path below the mount, without a slash at its start
     * @return the endpoint and the variables
     * @throws InvalidRequestException when the path is malformed, or the operation is not supported there
     * @throws NotFoundException when no template matches
     */
    public Match match(Operation operation, String path) {
        String shown = path.isEmpty() ? mountPath : mountPath + "/" + path;
        if (path.isEmpty()) {
            throw notFound(shown, List.of());
        }
        String trimmed = PathText.withoutTrailingSlash(path);
        boolean slash = trimmed.length() < path.length();
        List<String> segments = PathText.segments(trimmed, shown);
        Template template = tree.match(segments).orElseThrow(() -> unmatched(shown, segments));
        boolean openEnded = template.parts().get(template.parts().size() - 1) instanceof Rest;
        if (slash && !openEnded && operation != Operation.LIST) {
            throw new InvalidRequestException(
                    "the path " + Printable.quoted(shown) + " is malformed: only a path to list may end with a slash");
        }
        Endpoint<?> endpoint = template.route().endpoints().get(operation);
        if (endpoint == null) {
            throw new InvalidRequestException("unsupported operation: " + name(operation) + " of "
                    + Printable.quoted(shown) + "; supported there: " + operations(template.route()));
        }
        return new Match(template.route(), endpoint, variables(template, segments, slash));
    }

    private static Map<String, String> variables(Template template, List<String> segments, boolean slash) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < template.parts().size(); i++) {
            Template.Part part = template.parts().get(i);
            if (part instanceof Variable variable) {
                variables.put(variable.name(), segments.get(i));
            } else if (part instanceof Rest rest) {
                String remainder = String.join("/", segments.subList(i, segments.size()));
                variables.put(rest.name(), slash ? remainder + "/" : remainder);
            }
        }
        return variables;
    }

    private RuntimeException unmatched(String shown, List<String> segments) {
        for (Template template : templates) {
            if (NearestTemplates.matchesButForNames(template, segments)) {
                return new InvalidRequestException("the path " + Printable.quoted(shown) + " is malformed: "
                        + mountPath + "/" + template.route().template()
                        + " takes names of letters, digits and _, with - and . inside");
            }
        }
        return notFound(shown, segments);
    }

    private NotFoundException notFound(String shown, List<String> segments) {
        String hint = templates.isEmpty()
                ? ""
                : "; the nearest paths are "
                        + NearestTemplates.to(segments, templates).stream()
                                .map(template -> mountPath + "/" + template)
                                .collect(Collectors.joining(", "));
        return new NotFoundException("no such path: " + Printable.quoted(shown) + hint);
    }

    private static String operations(Route route) {
        return route.endpoints().keySet().stream().map(Router::name).collect(Collectors.joining(", "));
    }

    private static String name(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }
}
