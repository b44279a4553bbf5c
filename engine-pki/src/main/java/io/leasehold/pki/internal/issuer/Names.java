package io.leasehold.pki.internal.issuer;

import io.leasehold.error.InvalidRequestException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names of issuers and keys. Pure functions. */
public final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,254}[A-Za-z0-9_])?");

    private Names() {}

    /**
     * Checks a name of an issuer.
     *
     * @param field where it comes from, for errors
     * @param name the name, empty for none
     * @param index where it must not be taken
     * @param own the UUID of who may have it already, empty for a new one
     * @throws InvalidRequestException when it is malformed, reserved or taken
     */
    public static void checkIssuer(String field, String name, AuthorityIndex index, String own) {
        checkForm(field, name);
        index.issuer(name).filter(other -> !other.id().equals(own)).ifPresent(other -> {
            throw new InvalidRequestException(
                    field, "issuer name already in use: '" + name + "' is issuer " + other.id() + "'s");
        });
    }

    /**
     * Checks a name of a key.
     *
     * @param field where it comes from, for errors
     * @param name the name, empty for none
     * @param index where it must not be taken
     * @param own the UUID of which may have it already, empty for a new one
     * @throws InvalidRequestException when it is malformed, reserved or taken
     */
    public static void checkKey(String field, String name, AuthorityIndex index, String own) {
        checkForm(field, name);
        index.key(name).filter(other -> !other.id().equals(own)).ifPresent(other -> {
            throw new InvalidRequestException(
                    field, "key name already in use: '" + name + "' is key " + other.id() + "'s");
        });
    }

    private static void checkForm(String field, String name) {
        if (name.isEmpty()) {
            return;
        }
        if (name.equalsIgnoreCase(AuthorityIndex.DEFAULT)) {
            throw new InvalidRequestException(field, "reserved name: '" + name + "' stands for the default");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequestException(
                    field, "'" + shown(name) + "' is no name: give letters, digits and _, with - and . inside");
        }
        if (isUuid(name)) {
            throw new InvalidRequestException(
                    field, "'" + name + "' looks like a UUID, by which others are referred to: choose another name");
        }
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException no) {
            return false;
        }
    }

    /**
     * Makes a text from anybody fit for a message.
     *
     * @param text the text
     * @return printable ASCII of bounded length
     */
    public static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 100 ? printable.substring(0, 100) + "..." : printable;
    }
}
