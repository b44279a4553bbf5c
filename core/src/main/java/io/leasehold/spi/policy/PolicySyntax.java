package io.leasehold.spi.policy;

import java.util.Map;
import java.util.Optional;

/**
 * A syntax in which policies can be written besides JSON, found by {@link java.util.ServiceLoader}. It turns a text into
 * plain values and knows nothing of what the policy is for. Implementations are stateless and thread-safe, and bear any
 * text: hostile ones end in an error, in time and memory bounded by the text's length.
 *
 * <p>The values are texts, {@code Long}s, {@link java.math.BigDecimal}s, booleans, and lists and maps of these, never null.
 * A block with labels, as {@code rule "charset" { min-chars = 1 }}, is nested one map per label; blocks stand in a list
 * under their type, in the order of the text, also when there is one: {@code {rule=[{charset={min-chars=1}}]}}.
 */
public interface PolicySyntax {

    /**
     * What people call the syntax.
     *
     * @return a name for messages, such as {@code HCL}
     */
    String name();

    /**
     * Parses a text.
     *
     * @param text any text
     * @return the values by name, unmodifiable and in the order of the text; empty when the text is plainly of another syntax
     * @throws io.leasehold.error.InvalidRequestException when the text is meant for this syntax and malformed; the message
     *     says where, by line and column
     */
    Optional<Map<String, Object>> parse(String text);
}
