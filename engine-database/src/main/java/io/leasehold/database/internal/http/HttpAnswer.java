package io.leasehold.database.internal.http;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a server answered, whether that is success or not. Immutable.
 *
 * @param status the status code (RFC 9110, section 15)
 * @param headers the header fields
 * @param body the content
 */
public record HttpAnswer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;

    /**
     * Whether the server says that it has done what it was asked for.
     *
     * @return whether the status is one of success
     */
    public boolean succeeded() {
        return status >= FIRST_SUCCESS && status < FIRST_REDIRECT;
    }

    /**
     * The content as JSON.
     *
     * @return the document; a missing node when it is something else
     */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException other) {
            // Not passed on: it quotes the content.
            return MissingNode.getInstance();
        }
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + "]";
    }
}
