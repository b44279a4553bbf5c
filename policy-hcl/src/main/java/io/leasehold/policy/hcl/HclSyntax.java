package io.leasehold.policy.hcl;

import io.leasehold.policy.hcl.internal.HclParser;
import io.leasehold.spi.policy.PolicySyntax;
import java.util.Map;
import java.util.Optional;

/**
 * The part of HCL in which policies are written: blocks with labels, attributes, texts, numbers, booleans, lists, objects,
 * heredocs and comments. There are no expressions: {@code ${...}} is refused. So is what is written twice, and anything that
 * does not parse, with its line and column. Nothing is read, fetched or evaluated. Stateless and thread-safe.
 *
 * @see <a href="https://github.com/hashicorp/hcl/tree/hcl1">the first version of HCL</a>, in which policy files are written
 */
public final class HclSyntax implements PolicySyntax {

    /** Creates the syntax; called by {@link java.util.ServiceLoader}. */
    public HclSyntax() {}

    @Override
    public String name() {
        return "HCL";
    }

    /**
     * Parses a text. One that begins as no HCL text can, with a brace, a bracket or a digit for instance, is of another
     * syntax.
     *
     * @param text any text
     * @return the values by name, or empty when the text is plainly of another syntax
     * @throws io.leasehold.error.InvalidRequestException when the text is malformed, nested deeper than 32 levels, or longer
     *     than 256 Ki characters
     */
    @Override
    public Optional<Map<String, Object>> parse(String text) {
        return begins(text) ? Optional.of(HclParser.parse(text)) : Optional.empty();
    }

    private static boolean begins(String text) {
        String stripped = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (stripped.isEmpty()) {
            return true;
        }
        char first = stripped.charAt(0);
        return Character.isLetter(first) || first == '_' || first == '"' || first == '#' || first == '/';
    }
}
