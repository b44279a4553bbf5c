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
                text = text.plus(part.evaluate(context).shown());
            }
            return text;
        }
    }

    /**
     * One of two texts. A condition sees the names as they are, also where they give way to the length of the whole.
     *
     * @param condition which
     * @param then the text if it holds
     * @param otherwise the text if not
     */
    record Choice(Expression condition, Sequence then, Sequence otherwise) implements Expression {

        @Override
        public TracedText evaluate(NameContext context) throws TemplateException {
            TemplateValue value = condition.evaluate(context.withWholeNames());
            return (context.branches().take(value) ? then : otherwise).evaluate(context);
        }
    }
}
