package io.leasehold.spi.engine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A path of an engine and what can be done there. Templates are relative to the mount: literal segments, {@code {name}} for
 * one segment (word characters, inner {@code -} and {@code .}), and as the last segment {@code {rest*}} for any remainder,
 * slashes included. A literal beats a variable. Immutable.
 */
public final class Route {

    private final String template;
    private final Map<Operation, Endpoint<?>> endpoints;

    private Route(String template, Map<Operation, Endpoint<?>> endpoints) {
        this.template = template;
        this.endpoints = Collections.unmodifiableMap(new EnumMap<>(endpoints));
    }

    /**
     * Starts a route.
     *
     * @param template its template
     * @return a builder; not thread-safe
     */
    public static Builder at(String template) {
        return new Builder(template);
    }

    /**
     * The template.
     *
     * @return as given
     */
    public String template() {
        return template;
    }

    /**
     * What can be done there.
     *
     * @return the endpoints by operation
     */
    public Map<Operation, Endpoint<?>> endpoints() {
        return endpoints;
    }

    /**
     * One operation of a route.
     *
     * @param summary what it does, one sentence
     * @param request the record that the fields are bound to
     * @param handler what runs
     * @param <T> the request type
     */
    public record Endpoint<T extends Record>(String summary, Class<T> request, Handler<T> handler) {}

    /**
     * Handles a bound request. For a credential it decides only: it picks names and returns a {@link Plan}, and nothing
     * outside the process happens.
     *
     * @param <T> the request type
     */
    @FunctionalInterface
    public interface Handler<T extends Record> {

        /**
         * Handles one request. Called on the caller's thread; concurrent calls are to be expected.
         *
         * @param call the request
         * @param request its fields, bound and validated
         * @return the reply
         */
        Reply handle(Call call, T request);
    }

    /** A request without fields. */
    public record NoFields() {}

    /** Collects the operations of a route. */
    public static final class Builder {

        private final String template;
        private final Map<Operation, Endpoint<?>> endpoints = new EnumMap<>(Operation.class);

        private Builder(String template) {
            this.template = template;
        }

        /**
         * Adds an operation.
         *
         * @param operation which
         * @param summary what it does, one sentence
         * @param request the record that its fields are bound to
         * @param handler what runs
         * @param <T> the request type
         * @return this builder
         */
        public <T extends Record> Builder on(
                Operation operation, String summary, Class<T> request, Handler<T> handler) {
            if (endpoints.put(operation, new Endpoint<>(summary, request, handler)) != null) {
                throw new IllegalArgumentException(operation + " is declared twice for " + template);
            }
            return this;
        }

        /**
         * Adds an operation without fields.
         *
         * @param operation which
         * @param summary what it does, one sentence
         * @param handler what runs
         * @return this builder
         */
        public Builder on(Operation operation, String summary, Handler<NoFields> handler) {
            return on(operation, summary, NoFields.class, handler);
        }

        /**
         * Ends the route.
         *
         * @return the route
         */
        public Route build() {
            if (endpoints.isEmpty()) {
                throw new IllegalArgumentException("no operation is declared for " + template);
            }
            return new Route(template, endpoints);
        }
    }
}
