package io.leasehold.internal.binding;

import java.util.List;

/**
 * What a request may say in one field, for documentation that a broker gives about itself.
 *
 * @param name the field's name in snake_case
 * @param type the type in words, such as {@code duration}
 * @param required whether a request without it is refused
 * @param description what it means, empty when nobody wrote it down
 * @param sensitive whether its value is a secret
 * @param aliases other spellings
 */
public record FieldInfo(
        String name, String type, boolean required, String description, boolean sensitive, List<String> aliases) {

    /** Takes copies. */
    public FieldInfo {
        aliases = List.copyOf(aliases);
    }
}
