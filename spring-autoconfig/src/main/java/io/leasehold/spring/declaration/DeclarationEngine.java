package io.leasehold.spring.declaration;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers of each applied document a keyed fingerprint per field: what was declared can be compared, and not be read back. The key
 * is made here and sealed in the store like everything else. It also gives one instance at a time its turn to apply.
 */
final class DeclarationEngine implements SecretEngine {

    private static final String TURN = "turn";

    private final EngineContext context;
    private final Fingerprints fingerprints;

    DeclarationEngine(EngineContext context) {
        this.context = context;
        this.fingerprints = new Fingerprints(context);
    }

    /**
     * A document.
     *
     * @param fields the text of each field
     */
    record Document(@Field("The text of each field.") Map<String, String> fields) {

        Document {
            fields = fields == null ? Map.of() : Map.copyOf(fields);
        }

        @Override
        public String toString() {
            return "Document[" + fields.keySet() + "]";
        }
    }

    /**
     * What is stored of a document.
     *
     * @param fingerprints of each field
     */
    record Applied(Map<String, String> fingerprints) {

        Applied {
            fingerprints = fingerprints == null ? Map.of() : Map.copyOf(fingerprints);
        }
    }

    /**
     * How a document differs from the one applied.
     *
     * @param known whether one was applied
     * @param changed the fields that are new or other ones
     * @param removed the fields that are gone
     */
    record Difference(boolean known, List<String> changed, List<String> removed) {}

    /**
     * Asks for the turn.
     *
     * @param holder who asks
     * @param seconds for how long
     */
    record TurnRequest(
            @Field(value = "Who asks.", required = true) String holder,

            @Field("For how long, in seconds; 0 gives it back.")
            long seconds) {}

    /**
     * Whose turn it is.
     *
     * @param holder who
     * @param until how long, by the store's clock, in milliseconds
     */
    record Turn(String holder, long until) {}

    /**
     * The answer to a request for the turn.
     *
     * @param granted whether the caller has it
     */
    record TurnReply(boolean granted) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.at("compare/{id}")
                        .on(
                                Operation.WRITE,
                                "Compares a document with the one applied.",
                                Document.class,
                                (call, document) -> Reply.of(compare(call, document)))
                        .build(),
                Route.at("applied/{id}")
                        .on(Operation.WRITE, "Notes a document as applied.", Document.class, this::applied)
                        .build(),
                Route.at(TURN)
                        .on(
                                Operation.WRITE,
                                "Asks for the turn to apply.",
                                TurnRequest.class,
                                (call, request) -> Reply.of(new TurnReply(turn(request))))
                        .build());
    }

    private Difference compare(Call call, Document document) {
        Optional<Versioned<Applied>> stored = context.storage().getFresh(path(call), Applied.class);
        if (stored.isEmpty()) {
            return new Difference(
                    false, document.fields().keySet().stream().sorted().toList(), List.of());
        }
        Map<String, String> before = stored.get().value().fingerprints();
        Map<String, String> now = fingerprints.of(document.fields());
        List<String> changed = now.entrySet().stream()
                .filter(field -> !field.getValue().equals(before.get(field.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        List<String> removed = before.keySet().stream()
                .filter(field -> !now.containsKey(field))
                .sorted()
                .toList();
        return new Difference(true, changed, removed);
    }

    private Reply applied(Call call, Document document) {
        long version = context.storage()
                .getFresh(path(call), Applied.class)
                .map(Versioned::version)
                .orElse(0L);
        context.storage().put(path(call), new Applied(fingerprints.of(document.fields())), version);
        return Reply.none();
    }

    private boolean turn(TurnRequest request) {
        long now = context.now().toEpochMilli();
        Optional<Versioned<Turn>> stored = context.storage().getFresh(TURN, Turn.class);
        boolean taken = stored.map(Versioned::value)
                .filter(turn -> !turn.holder().equals(request.holder()) && turn.until() > now)
                .isPresent();
        if (taken) {
            return false;
        }
        long until = Instant.ofEpochMilli(now).plusSeconds(request.seconds()).toEpochMilli();
        try {
            context.storage()
                    .put(
                            TURN,
                            new Turn(request.holder(), until),
                            stored.map(Versioned::version).orElse(0L));
            return true;
        } catch (ConflictException somebodyWasFaster) {
            return false;
        }
    }

    private static String path(Call call) {
        return "documents/" + call.variable("id");
    }

    @Override
    public void close() {}
}
