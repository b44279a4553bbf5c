package io.leasehold.spring.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of a request that properties name. Spring Boot takes underscores out of keys that are not in brackets, so the words of a
 * field are also taken with hyphens between them.
 */
public final class RequestFields {

    private RequestFields() {}

    /**
     * Names as the engines spell them.
     *
     * @param properties values by name, such as {@code role-arn} or {@code [role_arn]}
     * @return the same by snake_case name
     */
    public static Map<String, String> of(Map<String, String> properties) {
        Map<String, String> fields = new LinkedHashMap<>();
        properties.forEach((name, value) -> fields.put(name.replace('-', '_'), value));
        return fields;
    }
}
