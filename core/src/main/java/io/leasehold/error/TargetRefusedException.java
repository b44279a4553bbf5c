package io.leasehold.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target answered with a refusal: a statement failed, rights are missing, something still depends on the account. */
public final class TargetRefusedException extends TargetException {

    private static final long serialVersionUID = 1L;

    private final String[] blockers;

    /**
     * Creates the error.
     *
     * @param message the statement or call refused and the target's own words, free of secrets
     * @param effectPossible whether earlier steps may have changed the target
     * @param cause the cause with secrets masked, or null
     */
    public TargetRefusedException(String message, boolean effectPossible, @Nullable Throwable cause) {
        this(message, effectPossible, List.of(), cause);
    }

    /**
     * Creates the error with what stands in the way.
     *
     * @param message the statement or call refused and the target's own words, free of secrets
     * @param effectPossible whether earlier steps may have changed the target
     * @param blockers objects on the target that prevent the operation, for people to read
     * @param cause the cause with secrets masked, or null
     */
    public TargetRefusedException(
            String message, boolean effectPossible, List<String> blockers, @Nullable Throwable cause) {
        super(message, effectPossible, cause);
        this.blockers = blockers.toArray(String[]::new);
    }

    /**
     * What stands in the way on the target.
     *
     * @return descriptions for people to read, empty when unknown
     */
    public List<String> blockers() {
        return List.of(blockers);
    }
}
