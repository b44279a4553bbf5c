package io.leasehold.database.internal.http;

import java.net.URI;
import java.util.Optional;

/**
 * A request to be sent. Immutable; its text form is its description.
 *
 * @param step what it is for, free of values, for messages
 * @param method such as {@code PUT}
 * @param resource where it goes
 * @param login who sends it; empty for nobody
 * @param body what it carries
 */
public record HttpCall(String step, String method, URI resource, Optional<HttpLogin> login, Optional<Body> body) {

    /**
     * What a request carries; holds secrets.
     *
     * @param type the media type
     * @param text the content, to be sent as UTF-8
     */
    public record Body(String type, String text) {

        /**
         * A JSON document.
         *
         * @param text the document
         * @return the body
         */
        public static Body json(String text) {
            return new Body("application/json", text);
        }

        /**
         * A form as browsers send it.
         *
         * @param text names and values, encoded
         * @return the body
         */
        public static Body form(String text) {
            return new Body("application/x-www-form-urlencoded", text);
        }

        @Override
        public String toString() {
            return "Body[" + type + "]";
        }
    }

    @Override
    public String toString() {
        return step;
    }
}
