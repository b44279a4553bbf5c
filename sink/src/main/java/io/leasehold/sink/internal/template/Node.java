package io.leasehold.sink.internal.template;

import java.util.List;

/** A part of a template. Immutable. */
sealed interface Node {

    /** Text as it stands. */
    record Text(String text) implements Node {}

    /** The text of a value. */
    record Output(Expression value, int position) implements Node {}

    /** {@code if}: one or the other. */
    record Choice(Expression condition, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code with}: a value that is the dot inside, or something else without it. */
    record With(Expression value, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code range}: once for each element, which is the dot inside. */
    record Each(Expression values, List<Node> body, List<Node> otherwise, int position) implements Node {}
}
