package io.leasehold.sink.internal.template;

import java.util.List;

/** What stands for a value. Immutable. */
sealed interface Expression {

    /** A text, a number, true or false. */
    record Literal(Object value) implements Expression {}

    /** The dot, or fields of it. */
    record Fields(List<String> names, int position) implements Expression {}

    /** A function with its arguments. */
    record Call(Function function, List<Expression> arguments, int position) implements Expression {}

    /** A secret, known by its path and parameters when the template is read. */
    record OfSecret(SecretQuery query, int position) implements Expression {}
}
