package io.leasehold.internal.policy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.policy.PolicySyntax;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The syntax that is always there: a JSON object, in which no name stands twice. */
final class JsonPolicy implements PolicySyntax {

    private static final int DEEPEST = 32;

    @Override
    public String name() {
        return "JSON";
    }

    @Override
    public Optional<Map<String, Object>> parse(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Mapper.MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {}));
        } catch (StreamConstraintsException e) {
            throw new InvalidRequestException("must not be nested deeper than " + DEEPEST
                    + " levels, nor hold numbers or names of extreme length");
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw new InvalidRequestException(place + onOneLine(String.valueOf(e.getOriginalMessage())));
        }
    }

    /** The parser's message, which quotes no more than a few words of the text. */
    private static String onOneLine(String message) {
        return message.replaceAll("[^ -~]", " ");
    }

    /** Made when the first policy is read: most applications have none, and all of them start. */
    private static final class Mapper {

        static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST)
                                .build())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
