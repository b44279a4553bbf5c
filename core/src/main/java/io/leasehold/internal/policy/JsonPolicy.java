package io.leasehold.internal.policy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Printable;
import io.leasehold.spi.policy.PolicySyntax;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The syntax that is always there: a JSON object, in which no name stands twice. */
final class JsonPolicy implements PolicySyntax {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

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
            return Optional.of(MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {}));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new InvalidRequestException("line " + (at == null ? 1 : at.getLineNr()) + ", column "
                    + (at == null ? 1 : at.getColumnNr()) + ": "
                    + Printable.plain(String.valueOf(e.getOriginalMessage())));
        }
    }
}
