package io.leasehold.spi.name;

import java.util.List;

/**
 * The arguments of a call, with their types checked as they are taken.
 *
 * @param function the function called
 * @param values the arguments
 * @param position where the call stands
 */
record Arguments(TemplateFunction function, List<TemplateValue> values, int position) {

    /** No account name is longer, on any product. */
    private static final int MOST = 1024;

    Arguments {
        values = List.copyOf(values);
    }

    /** A length, with its smallest value. */
    int length(int index, int least) throws TemplateException {
        if (!(values.get(index) instanceof TemplateValue.Whole whole)) {
            throw error("argument " + (index + 1) + " must be a number");
        }
        if (whole.number() < least || whole.number() > MOST) {
            throw error("argument " + (index + 1) + " must be a number from " + least + " to " + MOST + ", not "
                    + whole.number());
        }
        return (int) whole.number();
    }

    TracedText text(int index) throws TemplateException {
        if (values.get(index) instanceof TracedText text) {
            return text;
        }
        throw error("argument " + (index + 1) + " must be a text");
    }

    TemplateException error(String problem) {
        return new TemplateException(position, function.spelling() + ": " + problem);
    }
}
