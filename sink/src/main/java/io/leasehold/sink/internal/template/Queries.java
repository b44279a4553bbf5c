package io.leasehold.sink.internal.template;

import java.util.List;
import java.util.Set;

/** Finds the secrets that a template names. */
final class Queries {

    private Queries() {}

    static void of(List<Node> nodes, Set<SecretQuery> found) {
        for (Node node : nodes) {
            if (node instanceof Node.Output output) {
                of(output.value(), found);
            } else if (node instanceof Node.Choice choice) {
                of(choice.condition(), found);
                of(choice.then(), found);
                of(choice.otherwise(), found);
            } else if (node instanceof Node.With with) {
                of(with.value(), found);
                of(with.then(), found);
                of(with.otherwise(), found);
            } else if (node instanceof Node.Each each) {
                of(each.values(), found);
                of(each.body(), found);
                of(each.otherwise(), found);
            }
        }
    }

    private static void of(Expression expression, Set<SecretQuery> found) {
        if (expression instanceof Expression.OfSecret secret) {
            found.add(secret.query());
        } else if (expression instanceof Expression.Call call) {
            call.arguments().forEach(each -> of(each, found));
        }
    }
}
