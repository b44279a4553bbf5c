package io.leasehold.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private final Router router = Router.compile(
            "database",
            List.of(
                    route("config", Operation.LIST),
                    route("config/{name}", Operation.READ, Operation.WRITE, Operation.DELETE),
                    route("config/{name}/rotate-root", Operation.WRITE),
                    route("config/defaults", Operation.READ),
                    route("roles", Operation.LIST),
                    route("roles/{name}", Operation.READ, Operation.WRITE),
                    route("creds/{name}", Operation.READ),
                    route("leases/{prefix*}", Operation.WRITE, Operation.LIST),
                    route("leases/count", Operation.READ)));

    static Route route(String template, Operation... operations) {
        Route.Builder route = Route.at(template);
        for (Operation operation : operations) {
            route.on(operation, "Does " + template + ".", (call, none) -> Reply.none());
        }
        return route.build();
    }

    private String matched(Operation operation, String path) {
        return router.match(operation, path).route().template();
    }

    @Test
    void aVariableTakesOneName() {
        Router.Match match = router.match(Operation.READ, "creds/my-app.v_1");
        assertThat(match.route().template()).isEqualTo("creds/{name}");
        assertThat(match.variables()).isEqualTo(Map.of("name", "my-app.v_1"));
        assertThat(match.endpoint().summary()).isEqualTo("Does creds/{name}.");
        assertThat(matched(Operation.WRITE, "config/db/rotate-root")).isEqualTo("config/{name}/rotate-root");
    }

    @Test
    void aLiteralBeatsAVariable() {
        assertThat(matched(Operation.READ, "config/defaults")).isEqualTo("config/defaults");
        assertThat(matched(Operation.READ, "leases/count")).isEqualTo("leases/count");
    }

    @Test
    void aLiteralThatLeadsNowhereGivesWayToAVariable() {
        assertThat(router.match(Operation.WRITE, "config/defaults/rotate-root").variables())
                .isEqualTo(Map.of("name", "defaults"));
        assertThat(router.match(Operation.WRITE, "leases/count/more").variables())
                .isEqualTo(Map.of("prefix", "count/more"));
    }

    @Test
    void theRestOfAPathKeepsItsSlashes() {
        assertThat(router.match(Operation.WRITE, "leases/a/b:c/d").variables()).isEqualTo(Map.of("prefix", "a/b:c/d"));
        assertThat(router.match(Operation.WRITE, "leases/a/b/").variables()).isEqualTo(Map.of("prefix", "a/b/"));
        assertThatThrownBy(() -> router.match(Operation.WRITE, "leases/")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void onlyAListMayEndWithASlash() {
        assertThat(matched(Operation.LIST, "roles/")).isEqualTo("roles");
        assertThat(matched(Operation.LIST, "roles")).isEqualTo("roles");
        assertThatThrownBy(() -> router.match(Operation.READ, "creds/app/"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("only a path to list may end with a slash");
        assertThatThrownBy(() -> router.match(Operation.LIST, "roles//"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("empty segment");
    }

    @Test
    void anUnknownPathNamesTheNearestOnes() {
        assertThatThrownBy(() -> router.match(Operation.READ, "cred/app"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith(
                        "no such path: \"database/cred/app\"; the nearest paths are database/creds/{name}, ");
        assertThatThrownBy(() -> router.match(Operation.READ, "config/db/rotate_root"))
                .hasMessageContaining("nearest paths are database/config/{name}/rotate-root, ");
        assertThatThrownBy(() -> router.match(Operation.READ, ""))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("no such path: \"database\"");
        assertThatThrownBy(() -> Router.compile("x", List.of()).match(Operation.READ, "a"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("no such path: \"x/a\"");
    }

    @Test
    void anUnsupportedOperationNamesTheSupportedOnes() {
        assertThatThrownBy(() -> router.match(Operation.DELETE, "roles/app"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("unsupported operation: delete of \"database/roles/app\"; supported there: read, write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "creds/o'brien",
                "creds/a\"b",
                "creds/a\0",
                "creds/\ud83d\ude00",
                "creds/\u00e4pp",
                "creds/a%2fb",
                "creds/a%00",
                "creds/..",
                "creds/../config",
                "creds/./a",
                "creds//a",
                "/creds/a",
                "creds/a b",
                "creds/a\n",
                "creds/a\\b",
                "creds/a;b",
                "creds/{name}",
                "creds/*",
                "creds/-a",
                "creds/a-",
                "creds/.a",
                "creds/a:b",
                "leases/a/../b",
                "leases/a//b",
                "leases/a'b"
            })
    void hostileNamesAreRefusedAndShownEscaped(String path) {
        assertThatThrownBy(() -> router.match(Operation.READ, path))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("the path \"database/")
                .hasMessageContaining("is malformed: ")
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+").hasSizeLessThan(600));
    }

    @Test
    void longNamesAreRefusedAndShownCut() {
        assertThatThrownBy(() -> router.match(Operation.READ, "creds/" + "x".repeat(300)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("xxx\"... (315 bytes) is malformed: a segment is longer than 255 characters")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
        assertThatThrownBy(() -> router.match(Operation.READ, "x/".repeat(5_000_000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("longer than 2048 characters");
        assertThat(router.match(Operation.READ, "creds/" + "x".repeat(255)).variables())
                .containsEntry("name", "x".repeat(255));
    }

    @Test
    void deepPathsThatAlmostMatchAreDecidedQuickly() {
        // Literal and variable at every level: the search goes back often, but never sees a node twice.
        String[] templates = new String[1 << 8];
        Arrays.setAll(templates, bits -> {
            StringBuilder template = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                template.append((bits >> i & 1) == 0 ? "a/" : "{v" + i + "}/");
            }
            return template + "end";
        });
        Router deep = Router.compile(
                "m", Arrays.stream(templates).map(t -> route(t, Operation.READ)).toList());
        assertThatThrownBy(() -> deep.match(Operation.READ, "a/a/a/a/a/a/a/a/other"))
                .isInstanceOf(NotFoundException.class);
        assertThat(deep.match(Operation.READ, "a/b/a/a/a/a/a/a/end").route().template())
                .isEqualTo("a/{v1}/a/a/a/a/a/a/end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "{}",
                "{A}",
                "{a",
                "a}",
                "{a*}/b",
                "{a}/{a}",
                "{a}/{a*}",
                "a/{b}c",
                "a b",
                "..",
                "{a**}",
                "-a"
            })
    void malformedTemplatesAreRefusedWhenCompiled(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Router.compile("m", List.of(route(template, Operation.READ))))
                .withMessageContaining("\"" + template + "\" is malformed");
    }

    @Test
    void templatesThatMatchTheSamePathsAreRefusedWhenCompiled() {
        for (List<String> pair : List.of(
                List.of("a/b", "a/b"),
                List.of("a/{b}", "a/{c}"),
                List.of("{a}/b", "{c}/b"),
                List.of("a/{b*}", "a/{c*}"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Router.compile(
                            "m", List.of(route(pair.get(0), Operation.READ), route(pair.get(1), Operation.WRITE))))
                    .withMessageContaining("match the same paths");
        }
        Router.compile("m", List.of(route("{a}/b", Operation.READ), route("c/{d}", Operation.READ)));
    }

    record Unbindable(Thread thread) {}

    @Test
    void aRequestThatCannotBeBoundIsRefusedWhenCompiled() {
        Route bad = Route.at("a")
                .on(Operation.READ, "Never.", Unbindable.class, (call, request) -> Reply.none())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Router.compile("m", List.of(bad)))
                .withMessageContaining("thread");
    }
}
