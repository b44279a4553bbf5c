package io.leasehold.sink.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Ready-made formats. */
class FormatsTest {

    private static Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("username", "app");
        data.put("password", "it's \"=#\\ §\n!");
        data.put("hosts", List.of("a", "b"));
        data.put("more", Map.of("k", 1));
        data.put("nothing", null);
        return data;
    }

    @Test
    void propertiesReadBackAsTheyWere() throws Exception {
        Properties read = new Properties();
        String text = Formats.properties(data());
        read.load(new StringReader(text));
        assertThat(read)
                .containsOnly(
                        Map.entry("username", "app"),
                        Map.entry("password", "it's \"=#\\ §\n!"),
                        Map.entry("hosts", "a\nb"),
                        Map.entry("more", "{\"k\":1}"));
        assertThat(text).matches("\\p{ASCII}*");
    }

    @Property(tries = 500)
    void anyPropertyReadsBackAsItWas(@ForAll String name, @ForAll String value) throws Exception {
        Properties read = new Properties();
        read.load(new StringReader(Formats.properties(Map.of(name, value))));
        assertThat(read).containsOnly(Map.entry(name, value));
    }

    @Test
    void environmentIsQuotedForAShell() throws Exception {
        assertThat(Formats.environment("db_", data()))
                .isEqualTo(
                        "DB_USERNAME='app'\nDB_PASSWORD='it'\"'\"'s \"=#\\ §\n!'\nDB_HOSTS='a\nb'\nDB_MORE='{\"k\":1}'\n");
        assertThat(Formats.environment("", Map.of("a-b.c", "x"))).isEqualTo("A_B_C='x'\n");
        assertThatThrownBy(() -> Formats.environment("", Map.of("1a", "x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("digit");
        assertThatThrownBy(() -> Formats.environment("", Map.of("a-b", "x", "a_b", "y")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("A_B");
        assertThat(Formats.environment("DB_", Map.of("1a", "x"))).isEqualTo("DB_1A='x'\n");
        assertThatThrownBy(() -> Formats.environment("", Map.of("a", "x\0")))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aShellReadsTheEnvironmentBack() throws Exception {
        Process shell = new ProcessBuilder("sh", "-s").start();
        try (var script = shell.outputWriter()) {
            script.write(Formats.environment("", Map.of("v", "it's $HOME `x` \"\\\n!")) + "printf %s \"$V\"\n");
        }
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("it's $HOME `x` \"\\\n!");
    }

    @Test
    void jsonIsOneObject() {
        assertThat(Formats.json(data())).isEqualTo("""
                        {
                          "username": "app",
                          "password": "it's \\"=#\\\\ §\\n!",
                          "hosts": [
                            "a",
                            "b"
                          ],
                          "more": {
                            "k": 1
                          },
                          "nothing": null
                        }
                        """);
        assertThat(JsonText.compact(Arrays.asList("\u0001\ud83d\ude00\t", List.of(), Map.of(), true)))
                .isEqualTo("[\"\\u0001\\ud83d\\ude00\\t\",[],{},true]");
    }

    @Test
    void pemStandsInTheOrderThatServersWant() {
        Map<String, Object> data = Map.of("certificate", "C", "private_key", "K\n", "ca_chain", List.of("I", "R"));
        assertThat(Formats.pem(true, data)).isEqualTo("K\nC\nI\nR\n");
        assertThat(Formats.pem(false, data)).isEqualTo("C\nI\nR\n");
        assertThat(Formats.pem(false, Map.of("certificate", "C", "issuing_ca", "I")))
                .isEqualTo("C\nI\n");
        assertThat(Formats.pem(false, Map.of("certificate", "C"))).isEqualTo("C\n");
        assertThatThrownBy(() -> Formats.pem(true, Map.of("certificate", "C")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("private_key");
    }

    @Test
    void oneFieldStandsAlone() {
        assertThat(Formats.field("password", Map.of("password", "x "))).isEqualTo("x ");
        assertThat(Formats.field("k", Map.of("k", "-----BEGIN X-----"))).isEqualTo("-----BEGIN X-----\n");
        assertThatThrownBy(() -> Formats.field("pasword", Map.of("password", "secret-value")))
                .hasMessageContaining("password")
                .hasMessageNotContaining("secret-value");
    }
}
