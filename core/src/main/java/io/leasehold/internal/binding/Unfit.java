package io.leasehold.internal.binding;

import org.jspecify.annotations.Nullable;

/**
 * A value does not fit its field. The rule never holds the value; the value travels beside it and is shown only when the
 * field is not sensitive.
 */
final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object culprit;

    /** A rule that is broken in a way that showing the value does not explain. */
    Unfit(String rule) {
        this(rule, null);
    }

    /** A rule ("must be ...") and the value that breaks it. */
    Unfit(String rule, @Nullable Object culprit) {
        super(rule, null, false, false);
        this.culprit = culprit;
    }

    String rule() {
        return String.valueOf(getMessage());
    }

    @Nullable
    Object culprit() {
        return culprit;
    }
}
