package io.leasehold.pki.internal.name;

import io.leasehold.error.InvalidRequestException;
import java.util.List;

/** Whether a certificate may have the names that are asked for. */
public sealed interface NameVerdict {

    /**
     * What becomes of each name, in the order in which they were looked at.
     *
     * @return the judgements; up to the first refusal unless all were asked for
     */
    List<Judgement> judgements();

    /**
     * What the caller should know.
     *
     * @return sentences
     */
    List<String> warnings();

    /**
     * The names of the certificate.
     *
     * @return them
     * @throws InvalidRequestException when it may not have them
     */
    AcceptedNames orThrow();

    /**
     * It may.
     *
     * @param names what it gets
     * @param judgements what became of each
     * @param warnings what the caller should know
     */
    record Accepted(AcceptedNames names, List<Judgement> judgements, List<String> warnings) implements NameVerdict {

        @Override
        public AcceptedNames orThrow() {
            return names;
        }
    }

    /**
     * It may not.
     *
     * @param field the field of the first name that is refused
     * @param first the first refusal
     * @param judgements what became of each
     * @param warnings what the caller should know
     */
    record Refused(String field, Judgement.Refused first, List<Judgement> judgements, List<String> warnings)
            implements NameVerdict {

        @Override
        public AcceptedNames orThrow() {
            throw new InvalidRequestException(field, first.message());
        }
    }
}
