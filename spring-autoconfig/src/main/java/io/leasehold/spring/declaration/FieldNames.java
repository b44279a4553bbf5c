package io.leasehold.spring.declaration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes fields out of bound properties: snake_case names, and lists where properties have indexes. Spring Boot takes underscores out
 * of keys that are not in brackets, so the words of a field are also taken with hyphens between them.
 */
public final class FieldNames {

    /** Fields whose own fields are spelled by the engine; all other nested names are the user's. */
    private static final String CREDENTIAL_CONFIG = "credential_config";

    private FieldNames() {}

    /**
     * Fields as the engines spell them.
     *
     * @param bound values by name, such as {@code role-arn} or {@code [role_arn]}
     * @return the same by snake_case name, in the same order
     */
    public static Map<String, Object> fields(Map<String, ?> bound) {
        Map<String, Object> fields = new LinkedHashMap<>();
        bound.forEach((name, value) -> {
            String field = snake(name);
            Object plain = plain(value);
            fields.put(
                    field, field.equals(CREDENTIAL_CONFIG) && plain instanceof Map<?, ?> map ? snakeKeys(map) : plain);
        });
        return fields;
    }

    private static Map<String, Object> snakeKeys(Map<?, ?> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(snake(String.valueOf(name)), value));
        return fields;
    }

    private static String snake(String name) {
        return name.replace('-', '_');
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(FieldNames::plain).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        List<Object> list = list(map);
        if (!list.isEmpty()) {
            return list;
        }
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((name, nested) -> plain.put(String.valueOf(name), plain(nested)));
        return plain;
    }

    /** Spring binds a list in a map of objects as a map by index. */
    private static List<Object> list(Map<?, ?> map) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < map.size(); i++) {
            Object element = map.get(String.valueOf(i));
            if (element == null) {
                return List.of();
            }
            list.add(plain(element));
        }
        return list;
    }
}
