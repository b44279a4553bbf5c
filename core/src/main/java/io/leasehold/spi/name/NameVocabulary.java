package io.leasehold.spi.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the templates of one kind of account may refer to, and which characters its names may hold. {@link #DEFAULT} is that of
 * databases; others are made from it. Immutable and thread-safe.
 */
public final class NameVocabulary {

    /** The fields {@code .DisplayName} and {@code .RoleName}, no constants, and names of printable ASCII. */
    public static final NameVocabulary DEFAULT =
            new NameVocabulary("RoleName", new TreeMap<>(), NameCharacters.DEFAULT);

    private static final String DISPLAY_FIELD = "DisplayName";
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String roleField;
    private final SortedMap<String, String> constants;
    private final NameCharacters characters;

    private NameVocabulary(String roleField, SortedMap<String, String> constants, NameCharacters characters) {
        this.roleField = roleField;
        this.constants = constants;
        this.characters = characters;
    }

    /**
     * The same with another spelling of the field that holds the role's name.
     *
     * @param name the field without its dot, such as {@code PolicyName}
     * @return the vocabulary
     * @throws IllegalArgumentException when that is no name of a field, or taken
     */
    public NameVocabulary withRoleField(String name) {
        return new NameVocabulary(free(name), constants, characters);
    }

    /**
     * The same with one field more, whose value is the same in all names. When a template is judged, a condition on constants
     * and literals alone leads where its value says, and is not gone both ways.
     *
     * @param name the field without its dot, such as {@code Type}
     * @param value its value
     * @return the vocabulary
     * @throws IllegalArgumentException when the name is no name of a field, or taken
     */
    public NameVocabulary withConstant(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(constants);
        more.put(free(name), value);
        return new NameVocabulary(roleField, more, characters);
    }

    /**
     * The same for names that may hold ASCII letters, digits and certain signs only. Other characters of the display name and
     * the role's name become {@code _}; a template that brings in others by itself is refused.
     *
     * @param signs all signs that are allowed, {@code _} among them
     * @return the vocabulary
     * @throws IllegalArgumentException when {@code _} is missing, or when there is anything else than printable ASCII signs
     *     without space, quotes and backslash
     */
    public NameVocabulary withSigns(String signs) {
        return new NameVocabulary(roleField, constants, NameCharacters.only(signs));
    }

    private String free(String name) {
        if (!FIELD.matcher(name).matches() || fields().contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a field, or there is one of that name");
        }
        return name;
    }

    /** The names of all fields, without their dots. */
    List<String> fields() {
        List<String> names = new ArrayList<>(List.of(DISPLAY_FIELD, roleField));
        names.addAll(constants.keySet());
        return names;
    }

    /** What a field stands for; empty when there is none of that name. */
    Optional<Expression> field(String name) {
        if (name.equals(DISPLAY_FIELD)) {
            return Optional.of(new Expression.FieldOf(NameContext.NameField.DISPLAY_NAME));
        }
        if (name.equals(roleField)) {
            return Optional.of(new Expression.FieldOf(NameContext.NameField.ROLE_NAME));
        }
        return Optional.ofNullable(constants.get(name)).map(value -> new Expression.Literal(TracedText.fixed(value)));
    }

    NameCharacters characters() {
        return characters;
    }

    @Override
    public String toString() {
        return "vocabulary of " + fields() + " with the constants " + constants;
    }
}
