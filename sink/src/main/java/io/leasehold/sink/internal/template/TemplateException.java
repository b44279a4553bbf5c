package io.leasehold.sink.internal.template;

/** A template that cannot be read or evaluated: where, and what would be right. Never leaves the package. */
final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int position;

    TemplateException(int position, String problem) {
        super(problem, null, false, false);
        this.position = position;
    }

    int position() {
        return position;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
