package io.leasehold.pki.internal.ocsp;

import io.leasehold.pki.PkiDocument;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.Base64;
import java.util.List;

/** {@code ocsp}: with the question as a field, and as a path. */
public final class OcspRoutes {

    private static final String TYPE = "application/ocsp-response";

    /** Longer texts cannot be a request of a length that is read. */
    private static final int LONGEST_TEXT = 4096;

    private final OcspResponder responder;

    /**
     * Creates the routes.
     *
     * @param responder answers
     */
    public OcspRoutes(OcspResponder responder) {
        this.responder = responder;
    }

    /**
     * A question.
     *
     * @param request the request in DER, in base64
     */
    record Question(
            @Field(value = "The request (RFC 6960) in DER, in base64.", required = true)
            String request) {}

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.at("ocsp")
                        .on(
                                Operation.WRITE,
                                "Answers whether a certificate is revoked.",
                                Question.class,
                                (call, question) -> answer(question.request()))
                        .build(),
                Route.at("ocsp/{request*}")
                        .on(
                                Operation.READ,
                                "Answers whether a certificate is revoked.",
                                (call, none) -> answer(call.variable("request")))
                        .build());
    }

    private Reply answer(String base64) {
        return Reply.of(
                new PkiDocument(TYPE, Base64.getEncoder().encodeToString(responder.answer(decode(base64))), true));
    }

    /** What is no base64 becomes an empty request, which is malformed. */
    private static byte[] decode(String base64) {
        if (base64.length() > LONGEST_TEXT) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }
}
