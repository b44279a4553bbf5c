package io.leasehold.spring.declaration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What fields are compared by, and which of them are sent. */
final class FieldTexts {

    private FieldTexts() {}

    /** A text per field, the same for equal values whatever their order in maps. */
    static Map<String, String> of(Map<String, Object> fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("[");
            list.forEach(element -> append(text, text(element)));
            return text.append(']').toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder("{");
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, nested) -> sorted.put(String.valueOf(name), nested));
            sorted.forEach((name, nested) -> {
                append(text, name);
                append(text, text(nested));
            });
            return text.append('}').toString();
        }
        return String.valueOf(value);
    }

    /** With its length before it, a text cannot be taken for two. */
    private static void append(StringBuilder all, String text) {
        all.append(text.length()).append(':').append(text);
    }

    /**
     * The fields to send of a document that was applied before: secrets only when one of them was declared otherwise, because the
     * broker may have rotated them since.
     */
    static Map<String, Object> toSend(Map<String, Object> fields, Collection<String> changed) {
        if (changed.stream().anyMatch(FieldTexts::isSecret)) {
            return fields;
        }
        Map<String, Object> send = new LinkedHashMap<>(fields);
        send.keySet().removeIf(FieldTexts::isSecret);
        return send;
    }

    private static boolean isSecret(String field) {
        return field.equals("password")
                || field.equals("self_managed_password")
                || field.equals("access_key")
                || field.equals("secret_key")
                || field.equals("private_key");
    }

    /** A name for a path that fits one segment. */
    static String id(String path) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
