package io.leasehold.spring.declaration;

import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import io.leasehold.spring.declaration.Declaration.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what is declared: makes the mounts, then writes the documents that are new, were declared otherwise when they were applied
 * last, or are not there any more. One instance at a time does so; the others find it done.
 */
final class DeclarationApplier {

    private static final Logger log = LoggerFactory.getLogger(DeclarationApplier.class);
    private static final long TURN_SECONDS = 60;
    private static final Duration TURN_END = Duration.ofSeconds(TURN_SECONDS + 5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final SecretBroker broker;
    private final StartPatience patience;
    private final String holder = UUID.randomUUID().toString();

    DeclarationApplier(SecretBroker broker, StartPatience patience) {
        this.broker = broker;
        this.patience = patience;
    }

    void apply(List<Declarations> declarations) {
        List<Declaration> documents =
                declarations.stream().flatMap(part -> part.documents().stream()).toList();
        requireDistinct(documents);
        MountApplier mounts = new MountApplier(broker);
        declarations.forEach(part -> part.mounts().forEach(mounts::apply));
        if (documents.isEmpty()) {
            return;
        }
        mounts.require(DeclarationEngineProvider.TYPE, DeclarationEngineProvider.TYPE, "what properties declared");
        if (pending(documents).isEmpty()) {
            return;
        }
        awaitTurn();
        try {
            for (Pending pending : pending(documents)) {
                write(pending);
            }
        } finally {
            giveTurnBack();
        }
    }

    /** One fingerprint is kept for a path: of two documents, each start would take both for changed. */
    private static void requireDistinct(List<Declaration> documents) {
        Map<String, Declaration> byPath = new HashMap<>();
        for (Declaration document : documents) {
            Declaration other = byPath.putIfAbsent(document.path(), document);
            if (other != null) {
                throw new LeaseholdStartException(
                        document.property(),
                        "is for " + document.path() + ", and so is " + other.property() + ": declare a path once");
            }
        }
    }

    /**
     * What has to be written of a document.
     *
     * @param document the document
     * @param fields the fields to send
     * @param removed the fields that are not declared any more
     */
    private record Pending(Declaration document, Map<String, Object> fields, List<String> removed) {

        @Override
        public String toString() {
            return "Pending[" + document + "]";
        }
    }

    private List<Pending> pending(List<Declaration> documents) {
        List<Pending> all = new ArrayList<>();
        documents.forEach(document -> pending(document).ifPresent(all::add));
        return all;
    }

    private Optional<Pending> pending(Declaration document) {
        DeclarationEngine.Difference difference = broker.write(
                        book("compare", document), Map.of("fields", FieldTexts.of(document.fields())))
                .as(DeclarationEngine.Difference.class);
        if (!difference.known() || (document.kind() == Kind.ENTRY && isGone(document))) {
            return Optional.of(new Pending(document, document.fields(), List.of()));
        }
        if (document.kind() == Kind.ONCE
                || (difference.changed().isEmpty() && difference.removed().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Pending(
                document, FieldTexts.toSend(document.fields(), difference.changed()), difference.removed()));
    }

    private boolean isGone(Declaration document) {
        try {
            broker.read(document.path());
            return false;
        } catch (NotFoundException e) {
            return true;
        } catch (InvalidRequestException notReadable) {
            return false;
        } catch (LeaseholdException e) {
            throw document.error(e);
        }
    }

    private void write(Pending pending) {
        Declaration document = pending.document();
        if (!pending.removed().isEmpty()) {
            log.warn(
                    "{} is not declared with {} any more; what was written stays until another value is declared or {} is deleted",
                    document.property(),
                    pending.removed(),
                    document.path());
        }
        try {
            List<String> warnings = patience.await(document.path(), () -> {
                turn(TURN_SECONDS);
                return broker.write(document.path(), pending.fields()).warnings();
            });
            warnings.forEach(warning -> log.warn("{}: {}", document.property(), warning));
        } catch (LeaseholdException e) {
            throw e instanceof TargetException ? LeaseholdStartException.of(document.property(), e) : document.error(e);
        }
        broker.write(book("applied", document), Map.of("fields", FieldTexts.of(document.fields())));
        log.info("Applied {} to {}", document.property(), document.path());
    }

    private void awaitTurn() {
        // An instance that was killed in its turn keeps it to its end, and must not fail the next start.
        Duration limit = patience.timeout().compareTo(TURN_END) > 0 ? patience.timeout() : TURN_END;
        if (!patience.until(limit, PAUSE, () -> turn(TURN_SECONDS))) {
            throw new LeaseholdStartException(
                    "leasehold.startup-timeout",
                    "another instance has been applying its declarations for longer than " + limit);
        }
    }

    /** Never fails: the turn ends by itself, and why it is given back may be an error that must be told. */
    private void giveTurnBack() {
        try {
            turn(0);
        } catch (LeaseholdException e) {
            log.debug("The turn to apply declarations could not be given back, and ends by itself", e);
        }
    }

    /** Takes, extends or, for zero seconds, gives back the turn. */
    private boolean turn(long seconds) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("holder", holder);
        request.put("seconds", seconds);
        return broker.write(DeclarationEngineProvider.TYPE + "/turn", request)
                .as(DeclarationEngine.TurnReply.class)
                .granted();
    }

    private static String book(String action, Declaration document) {
        return DeclarationEngineProvider.TYPE + "/" + action + "/" + FieldTexts.id(document.path());
    }
}
