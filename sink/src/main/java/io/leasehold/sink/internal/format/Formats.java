package io.leasehold.sink.internal.format;

import io.leasehold.error.InvalidRequestException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files in well-known formats, made of all fields of a secret. A list is its elements, one a line; a map is JSON. */
public final class Formats {

    private Formats() {}

    /**
     * A Java properties file, in ASCII, so that it reads the same in every encoding.
     *
     * @param data the fields
     * @return the text
     */
    public static String properties(Map<String, Object> data) {
        StringBuilder text = new StringBuilder();
        data.forEach((name, value) -> {
            if (value != null) {
                escaped(name, true, text);
                text.append('=');
                escaped(text(value), false, text);
                text.append('\n');
            }
        });
        return text.toString();
    }

    private static void escaped(String value, boolean key, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\\' -> text.append("\\\\");
                case '=', ':', '#', '!' -> text.append('\\').append(c);
                case ' ' -> text.append(key || i == 0 ? "\\ " : " ");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        text.append(String.format("\\u%04X", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }

    /**
     * Variables for a shell, each in single quotes: {@code DB_PASSWORD='…'}. A single quote stands in double ones, as systemd reads
     * nothing else behind a closing quote as a shell does.
     *
     * @param prefix what each name begins with, such as {@code DB_}
     * @param data the fields
     * @return the text
     * @throws InvalidRequestException when a name is no variable's, or two are the same one's
     */
    public static String environment(String prefix, Map<String, Object> data) {
        Set<String> variables = new HashSet<>();
        StringBuilder text = new StringBuilder();
        data.forEach((name, value) -> {
            if (value != null) {
                String variable = (prefix + name).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
                if (variable.isEmpty() || Character.isDigit(variable.charAt(0))) {
                    throw new InvalidRequestException(
                            name, "begins with a digit or is empty, which no variable can: give a prefix such as DB_");
                }
                if (!variables.add(variable)) {
                    throw new InvalidRequestException(name, "is the variable " + variable + ", as another field is");
                }
                String content = text(value);
                if (content.indexOf('\0') >= 0) {
                    throw new InvalidRequestException(name, "holds a zero byte, which no environment can hold");
                }
                text.append(variable)
                        .append("='")
                        .append(content.replace("'", "'\"'\"'"))
                        .append("'\n");
            }
        });
        return text.toString();
    }

    /**
     * One object.
     *
     * @param data the fields
     * @return the text
     */
    public static String json(Map<String, Object> data) {
        return JsonText.indented(data) + "\n";
    }

    /**
     * Certificates, with their key or without it.
     *
     * @param withKey whether the private key stands first
     * @param data the fields: certificate, ca_chain or issuing_ca, private_key
     * @return the text
     * @throws InvalidRequestException when the certificate or a wanted key is missing
     */
    public static String pem(boolean withKey, Map<String, Object> data) {
        StringBuilder text = new StringBuilder();
        if (withKey) {
            text.append(lines(required(data, "private_key")));
        }
        text.append(lines(required(data, "certificate")));
        Object chain = data.get("ca_chain") == null ? data.get("issuing_ca") : data.get("ca_chain");
        return chain == null ? text.toString() : text.append(lines(chain)).toString();
    }

    /**
     * One field alone: as it is, with a line's end behind PEM, which is made of lines.
     *
     * @param name the field
     * @param data the fields
     * @return the text
     * @throws InvalidRequestException when there is no such field
     */
    public static String field(String name, Map<String, Object> data) {
        Object value = required(data, name);
        String text = text(value);
        return text.startsWith("-----BEGIN ") ? lines(value) : text;
    }

    private static Object required(Map<String, Object> data, String name) {
        @Nullable Object value = data.get(name);
        if (value == null) {
            throw new InvalidRequestException(
                    name,
                    "is missing in the secret; its fields are "
                            + data.keySet().stream().sorted().limit(20).collect(Collectors.joining(", ")));
        }
        return value;
    }

    private static String lines(Object value) {
        return text(value).stripTrailing() + "\n";
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        }
        return value instanceof Map ? JsonText.compact(value) : value.toString();
    }
}
