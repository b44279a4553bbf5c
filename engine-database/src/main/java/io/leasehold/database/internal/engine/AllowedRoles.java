package io.leasehold.database.internal.engine;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which roles may use a connection. An element is a name in which {@code *} stands for any characters; case counts; no
 * element allows nobody. Immutable.
 */
final class AllowedRoles {

    private final List<Pattern> patterns;

    AllowedRoles(List<String> elements) {
        this.patterns = elements.stream()
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(AllowedRoles::pattern)
                .toList();
    }

    boolean allow(String role) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(role).matches());
    }

    private static Pattern pattern(String element) {
        return Pattern.compile(Pattern.compile("\\*")
                .splitAsStream(element + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .collect(Collectors.joining(".*")));
    }
}
