package io.leasehold.policy.hcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HclSyntaxProperties {

    private final HclSyntax hcl = new HclSyntax();

    @Property(tries = 2000)
    void anyTextParsesOrIsRefused(@ForAll String text) {
        parsesOrIsRefused(text);
        parsesOrIsRefused("a = \"" + text);
        parsesOrIsRefused("a = <<EOF\n" + text);
    }

    @Property(tries = 5000)
    void anyRowOfPartsParsesOrIsRefused(@ForAll("parts") List<String> parts) {
        parsesOrIsRefused(String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.of(
                        "a", "b-c", "rule", " ", "\n", "\r\n", "=", "{", "}", "[", "]", ",", ":", "\"", "\"x\"", "\\",
                        "\\u00", "$", "${", "<<EOF\n", "<<-E\n", "EOF", "E", "#", "//", "/*", "*/", "1", "-", ".5",
                        "e9", "true", "\t")
                .list()
                .ofMaxSize(40);
    }

    private void parsesOrIsRefused(String text) {
        try {
            hcl.parse(text);
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).matches("(?s)line \\d+, column \\d+: .+");
        }
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("values") Map<String, Object> values) {
        String text = values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + " = " + written(entry.getValue()))
                .collect(Collectors.joining("\n"));
        assertThat(hcl.parse(text)).contains(values);
    }

    @Provide
    Arbitrary<Map<String, Object>> values() {
        Arbitrary<String> texts = Arbitraries.strings()
                .filter(text -> text.codePoints()
                        .noneMatch(c -> (Character.isISOControl(c) && c != '\n' && c != '\t')
                                || Character.getType(c) == Character.SURROGATE));
        Arbitrary<Object> scalars = Arbitraries.oneOf(texts, Arbitraries.longs(), Arbitraries.of(true, false))
                .map(value -> value);
        Arbitrary<Object> lists = scalars.list().ofMaxSize(4).map(value -> value);
        Arbitrary<Object> objects = Arbitraries.maps(texts, Arbitraries.oneOf(scalars, lists))
                .ofMaxSize(4)
                .map(value -> value);
        return Combinators.combine(
                        Arbitraries.maps(texts, Arbitraries.oneOf(scalars, lists, objects))
                                .ofMaxSize(6),
                        texts)
                .as((map, name) -> {
                    Map<String, Object> filled = new LinkedHashMap<>(map);
                    filled.put(name, name);
                    return filled;
                });
    }

    private static String written(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HclSyntaxProperties::written).collect(Collectors.joining(",\n ", "[ ", " ]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted((String) entry.getKey()) + "=" + written(entry.getValue()))
                    .collect(Collectors.joining("\n", "{\n", "}"));
        }
        return String.valueOf(value);
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("$", "\\u0024")
                + "\"";
    }
}
