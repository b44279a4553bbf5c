package io.leasehold.database.internal.username;

import java.util.List;

/** A parsed piece of a template. Positions count characters from the beginning of the template. */
sealed interface Expression {

    /** Evaluates the expression. */
    TemplateValue evaluate(NameContext context) throws TemplateException;

    /**
     * A literal, or text outside of braces.
     *
     * @param value its value
     */
    record Literal(TemplateValue value) implements Expression {

        @Override
        public TemplateValue evaluate(NameContext context) {
            return value;
        }
    }

    /**
     * A field of the data.
     *
     * @param field which
     */
    record FieldOf(NameContext.NameField field) implements Expression {

        @Override
        public TemplateValue evaluate(NameContext context) {
            return TracedText.fixed(context.value(field));
        }
    }

    /**
     * A function call; in a pipeline, the value before the bar is its last argument.
     *
     * @param function which
     * @param arguments all arguments
     * @param position where the call stands
     */
    record Call(TemplateFunction function, List<Expression> arguments, int position) implements Expression {

        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public TemplateValue evaluate(NameContext context) throws TemplateException {
            TemplateValue[] values = new TemplateValue[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).evaluate(context);
            }
            return function.apply(new Arguments(function, List.of(values), position), context);
        }
    }

    /**
     * Expressions one after another.
     *
     * @param parts the expressions
     */
    record Sequence(List<Expression> parts) implements Expression {

        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public TracedText evaluate(NameContext context) throws TemplateException {
            TracedText text = TracedText.fixed("");
            for (Expression part : parts) {
                text = text.plus(shown(part.evaluate(context)));
            }
            return text;
        }

        private static TracedText shown(TemplateValue value) {
            if (value instanceof TracedText text) {
                return text;
            }
            return TracedText.fixed(Long.toString(((TemplateValue.Whole) value).number()));
        }
    }
}
