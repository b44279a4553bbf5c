package io.leasehold.sink.internal.template;

import io.leasehold.Lease;
import io.leasehold.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One evaluation of a template. Not thread-safe. */
final class Rendering {

    /** More than any file of secrets, and little enough for a memory. */
    private static final int LONGEST = 16_000_000;

    private final java.util.function.Function<SecretQuery, Secret> secrets;
    private final StringBuilder text = new StringBuilder();

    Rendering(java.util.function.Function<SecretQuery, Secret> secrets) {
        this.secrets = secrets;
    }

    /** What a template sees of a secret. */
    static Map<String, Object> view(Secret secret) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("Data", secret.data());
        view.put("LeaseID", secret.lease().map(Lease::id).orElse(""));
        view.put(
                "LeaseDuration",
                secret.lease().map(Lease::duration).map(d -> d.toSeconds()).orElse(0L));
        view.put("Renewable", secret.lease().map(Lease::renewable).orElse(false));
        view.put("Warnings", secret.warnings());
        return view;
    }

    String render(List<Node> nodes, @Nullable Object dot) throws TemplateException {
        all(nodes, dot);
        return text.toString();
    }

    private void all(List<Node> nodes, @Nullable Object dot) throws TemplateException {
        for (Node node : nodes) {
            one(node, dot);
        }
    }

    private void one(Node node, @Nullable Object dot) throws TemplateException {
        if (node instanceof Node.Text fixed) {
            add(fixed.text(), 0);
        } else if (node instanceof Node.Output output) {
            add(Value.text(value(output.value(), dot), output.position()), output.position());
        } else if (node instanceof Node.Choice choice) {
            all(Value.holds(value(choice.condition(), dot)) ? choice.then() : choice.otherwise(), dot);
        } else if (node instanceof Node.With with) {
            @Nullable Object value = value(with.value(), dot);
            if (Value.holds(value)) {
                all(with.then(), value);
            } else {
                all(with.otherwise(), dot);
            }
        } else if (node instanceof Node.Each each) {
            each(each, dot);
        }
    }

    private void each(Node.Each each, @Nullable Object dot) throws TemplateException {
        @Nullable Object values = value(each.values(), dot);
        if (!Value.holds(values)) {
            all(each.otherwise(), dot);
            return;
        }
        Collection<?> elements;
        if (values instanceof Collection<?> list) {
            elements = list;
        } else if (values instanceof Map<?, ?> map) {
            elements = map.values();
        } else {
            throw new TemplateException(each.position(), "range takes a list, not " + Value.kind(values));
        }
        for (Object element : elements) {
            all(each.body(), element);
        }
    }

    private void add(String more, int position) throws TemplateException {
        if (text.length() + more.length() > LONGEST) {
            throw new TemplateException(position, "the text is longer than " + LONGEST + " characters");
        }
        text.append(more);
    }

    private @Nullable Object value(Expression expression, @Nullable Object dot) throws TemplateException {
        if (expression instanceof Expression.Literal literal) {
            return literal.value();
        }
        if (expression instanceof Expression.OfSecret secret) {
            return view(secrets.apply(secret.query()));
        }
        if (expression instanceof Expression.Fields fields) {
            return field(fields, dot);
        }
        Expression.Call call = (Expression.Call) expression;
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Expression each : call.arguments()) {
            arguments.add(value(each, dot));
        }
        return call.function().apply(arguments, call.position());
    }

    private static @Nullable Object field(Expression.Fields fields, @Nullable Object dot) throws TemplateException {
        @Nullable Object value = dot;
        StringBuilder path = new StringBuilder();
        for (String name : fields.names()) {
            path.append('.').append(name);
            if (value instanceof Value.Missing) {
                return value;
            }
            if (!(value instanceof Map<?, ?> map)) {
                throw new TemplateException(
                        fields.position(),
                        "there is no " + path + ": what it is a field of is "
                                + (value == null ? "nothing; begin with {{ with secret … }}" : Value.kind(value)));
            }
            Object found = map.get(name);
            value = found == null ? new Value.Missing(path + " (there are " + Value.names(map) + ")") : found;
        }
        return value == null ? new Value.Missing(".") : value;
    }
}
