package io.leasehold.spi.name;

import java.util.List;

/** A parsed piece of a template. Positions count characters from the beginning of the template. */
sealed interface Expression {

    /** Evaluates the expression. */
    TemplateValue evaluate(NameContext context) throws TemplateException;

    /** Whether it has the same value in all names. */
    boolean isConstant();

    /**
     * A literal, text outside of braces, or a constant of the vocabulary.
     *
     * @param value its value
     */
    record Literal(TemplateValue value) implements Expression {

        @Override
        public TemplateValue evaluate(NameContext context) {
            return value;
        }

        @Override
        public boolean isConstant() {
            return true;
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

        @Override
        public boolean isConstant() {
            return false;
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

        @Override
        public boolean isConstant() {
            return function.dependsOnArgumentsOnly() && arguments.stream().allMatch(Expression::isConstant);
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

        @Override
        public boolean isConstant() {
            return parts.stream().allMatch(Expression::isConstant);
        }
    }

    /**
     * One of two texts. A condition sees the names as they are, also where they give way to the length of the whole. One that
     * is constant has but one way to go.
     *
     * @param condition which
     * @param then the text if it holds
     * @param otherwise the text if not
     */
    record Choice(Expression condition, Sequence then, Sequence otherwise) implements Expression {

        @Override
        public TracedText evaluate(NameContext context) throws TemplateException {
            TemplateValue value = condition.evaluate(context.withWholeNames());
            boolean holds =
                    condition.isConstant() ? value.holds() : context.branches().take(value);
            return (holds ? then : otherwise).evaluate(context);
        }

        @Override
        public boolean isConstant() {
            return condition.isConstant() && then.isConstant() && otherwise.isConstant();
        }
    }
}
