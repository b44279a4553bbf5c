package io.leasehold.internal.binding;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Plain values to JSON bytes and back, for what is stored. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /**
     * Writes plain values.
     *
     * @param values texts, numbers, booleans, lists and maps
     * @return UTF-8 JSON
     */
    public static byte[] write(Map<String, ?> values) {
        return MAPPER.writeValueAsBytes(values);
    }

    /**
     * Reads plain values.
     *
     * @param json UTF-8 JSON of an object
     * @return the values
     * @throws IllegalArgumentException when it is not a JSON object; the text is not part of the message
     */
    public static Map<String, Object> read(byte[] json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JacksonException e) {
            // The cause would quote the value, which may hold secrets.
            throw new IllegalArgumentException(
                    "not a JSON object: " + e.getClass().getSimpleName());
        }
    }
}
