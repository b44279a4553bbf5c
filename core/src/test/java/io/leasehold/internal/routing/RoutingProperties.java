package io.leasehold.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Route;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingProperties {

    private static final String NAME = "[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z_])?";

    /** Templates from a tiny alphabet, so that they overlap; variables are named by their position. */
    @Provide
    Arbitrary<List<String>> templates() {
        Arbitrary<String> middle = Arbitraries.of("a", "b", "{v}");
        Arbitrary<String> last = Arbitraries.of("a", "b", "{v}", "{v*}");
        Arbitrary<String> template = middle.list()
                .ofMaxSize(3)
                .flatMap(start -> last.map(end -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < start.size(); i++) {
                        text.append(start.get(i).replace("v", "v" + i)).append('/');
                    }
                    return text + end.replace("v", "v" + start.size());
                }));
        return template.list().uniqueElements().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "c", "a-b", "x:y", "-a", "a.")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(segments -> String.join("/", segments));
    }

    @Property
    void matchingAgreesWithOneRegularExpressionPerTemplate(
            @ForAll("templates") List<String> templates, @ForAll("paths") String path) {
        Router router = Router.compile(
                "m",
                templates.stream()
                        .map(template -> RouterTest.route(template, Operation.READ))
                        .toList());
        Optional<String> expected = templates.stream()
                .filter(template -> path.matches(regex(template)))
                .min(Comparator.comparing(RoutingProperties::rank));
        if (expected.isEmpty()) {
            assertThatThrownBy(() -> router.match(Operation.READ, path))
                    .isInstanceOfAny(NotFoundException.class, InvalidRequestException.class);
            return;
        }
        Router.Match match = router.match(Operation.READ, path);
        assertThat(match.route().template()).isEqualTo(expected.get());
        Matcher variables = Pattern.compile(regex(expected.get())).matcher(path);
        assertThat(variables.matches()).isTrue();
        assertThat(match.variables().entrySet())
                .allSatisfy(entry -> assertThat(entry.getValue()).isEqualTo(variables.group(entry.getKey())))
                .hasSize(variables.groupCount());
    }

    private static String regex(String template) {
        return Arrays.stream(template.split("/"))
                .map(segment -> segment.replaceAll("\\{(\\w+)\\*}", "(?<$1>.+)")
                        .replaceAll("\\{(\\w+)}", "(?<$1>" + NAME + ")"))
                .collect(Collectors.joining("/"));
    }

    /** Sorts before another when its first differing segment is more specific. */
    private static String rank(String template) {
        return Arrays.stream(template.split("/"))
                .map(segment -> segment.endsWith("*}") ? "3" : segment.endsWith("}") ? "2" : "1")
                .collect(Collectors.joining());
    }

    @Property
    void twoTemplatesOfOneShapeAreRefused(@ForAll("templates") List<String> templates) {
        for (String template : templates) {
            List<Route> routes = Stream.of(template, template.replace("{v", "{w"))
                    .map(same -> RouterTest.route(same, Operation.READ))
                    .toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Router.compile("m", routes))
                    .withMessageContaining("match the same paths");
        }
    }

    @Property
    void noPathBreaksARouterAndNoMessageShowsItRaw(
            @ForAll("templates") List<String> templates, @ForAll("wild") String path, @ForAll Operation operation) {
        Router router = Router.compile(
                "m",
                templates.stream()
                        .map(template -> RouterTest.route(template, Operation.READ, Operation.LIST))
                        .toList());
        try {
            Router.Match match = router.match(operation, path);
            assertThat(match.variables().values())
                    .allSatisfy(value -> assertThat(value).matches("[!-~]+"));
        } catch (LeaseholdException e) {
            assertThat(e).isInstanceOfAny(NotFoundException.class, InvalidRequestException.class);
            assertThat(e.getMessage()).matches("[ -~]+").hasSizeLessThan(1_000);
        }
    }

    @Provide
    Arbitrary<String> wild() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "a",
                        "b",
                        "/",
                        "//",
                        ".",
                        "..",
                        "%2f",
                        "%00",
                        "'",
                        "\"",
                        "\0",
                        "\n",
                        "\ud83d\ude00",
                        "\ud83d",
                        "{v}",
                        "*",
                        " ",
                        "\\",
                        ":",
                        "-",
                        "\u202e",
                        "x".repeat(300))
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(400));
    }

    @Property
    void mountsAgreeWithAScanOfAllOfThem(@ForAll("mountPaths") List<String> mountPaths, @ForAll("paths") String path) {
        MountTable<String> table = MountTable.empty();
        TreeMap<String, String> model = new TreeMap<>();
        for (String mount : mountPaths) {
            boolean free = model.keySet().stream().noneMatch(other -> within(mount, other) || within(other, mount));
            MountPath mountPath = MountPath.of(mount);
            if (free) {
                table = table.with(mountPath, mount);
                model.put(mount, mount);
            } else {
                MountTable<String> full = table;
                assertThatThrownBy(() -> full.with(mountPath, mount)).isInstanceOf(ConflictException.class);
            }
        }
        assertThat(table.all()).isEqualTo(model);
        Optional<String> expected =
                model.keySet().stream().filter(mount -> within(path, mount)).findFirst();
        MountTable<String> all = table;
        if (expected.isEmpty()) {
            assertThatThrownBy(() -> all.resolve(path)).isInstanceOf(NotFoundException.class);
        } else {
            MountTable.Found<String> found = all.resolve(path);
            assertThat(found.mountPath()).isEqualTo(expected.get());
            assertThat(path)
                    .isEqualTo(
                            found.remainder().isEmpty()
                                    ? found.mountPath()
                                    : found.mountPath() + "/" + found.remainder());
        }
    }

    private static boolean within(String path, String mount) {
        List<String> segments = List.of(path.split("/"));
        List<String> start = List.of(mount.split("/"));
        return segments.size() >= start.size()
                && segments.subList(0, start.size()).equals(start);
    }

    @Provide
    Arbitrary<List<String>> mountPaths() {
        return Arbitraries.of("a", "b", "ab", "a-b")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(segments -> String.join("/", segments))
                .list()
                .ofMaxSize(8);
    }

    @Property
    void noPathBreaksTheMountTable(@ForAll("wild") String path) {
        MountTable<Map<String, String>> table =
                MountTable.<Map<String, String>>empty().with(MountPath.of("a"), Map.of());
        try {
            assertThat(table.resolve(path).mountPath()).isEqualTo("a");
        } catch (LeaseholdException e) {
            assertThat(e).isInstanceOfAny(NotFoundException.class, InvalidRequestException.class);
            assertThat(e.getMessage()).matches("[ -~]+");
        }
    }
}
