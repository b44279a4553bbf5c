package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is stored reads and writes as data binding does, which earlier releases stored with. */
class JsonProperties {

    private static final JsonMapper BINDING = JsonMapper.shared();

    @Property(tries = 300)
    void plainValuesAreWrittenAsDataBindingWritesThem(@ForAll("objects") Map<String, Object> values) {
        assertThat(Json.write(values)).isEqualTo(BINDING.writeValueAsBytes(values));
    }

    @Property(tries = 300)
    void plainValuesAreReadAsDataBindingReadsThem(@ForAll("objects") Map<String, Object> values) {
        byte[] json = BINDING.writeValueAsBytes(values);
        Map<String, Object> bound = BINDING.readValue(json, new TypeReference<Map<String, Object>>() {});
        Map<String, Object> read = Json.read(json);
        assertThat(read).isEqualTo(bound);
        assertThat(read.keySet()).containsExactlyElementsOf(bound.keySet());
    }

    /** Whatever a byte turns into: the same values, or a refusal of both. */
    @Property(tries = 300)
    void damagedTextIsRefusedWhereDataBindingRefusesIt(
            @ForAll("objects") Map<String, Object> values, @ForAll int place, @ForAll byte damage) {
        byte[] json = BINDING.writeValueAsBytes(values);
        json[Math.floorMod(place, json.length)] = damage;
        Map<String, Object> bound;
        try {
            bound = BINDING.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (RuntimeException e) {
            assertThatThrownBy(() -> Json.read(json)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(Json.read(json)).isEqualTo(bound);
    }

    @Example
    void whatIsNotOneObjectIsRefusedWithoutItsText() {
        for (String text : new String[] {
            "",
            "null",
            "[]",
            "1",
            "\"hush\"",
            "{\"a\":\"hush\"",
            "{\"a\":hush}",
            "{\"a\":\"hush\"} {}",
            "{\"a\":[\"hush\""
        }) {
            assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("hush");
        }
    }

    @Example
    void whatIsNoPlainValueIsNotWritten() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return maps(values(3));
    }

    private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        return Arbitraries.maps(texts(), values).ofMaxSize(5);
    }

    private static Arbitrary<String> texts() {
        // Without halves of pairs, which are no text in UTF-8.
        return Arbitraries.strings()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> scalars = Arbitraries.oneOf(Arrays.asList(
                texts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.floats().asGeneric(),
                Arbitraries.bigDecimals().asGeneric(),
                Arbitraries.bigIntegers().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of(
                                Double.NaN,
                                Double.NEGATIVE_INFINITY,
                                new BigDecimal("1e400"),
                                BigInteger.TEN.pow(40),
                                Float.NaN,
                                (short) 7)
                        .asGeneric(),
                Arbitraries.just(Collections.emptyList()).asGeneric(),
                Arbitraries.<Object>just(true).injectNull(1)));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<Object> nested = values(depth - 1);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, scalars),
                net.jqwik.api.Tuple.of(1, nested.list().ofMaxSize(4).asGeneric()),
                net.jqwik.api.Tuple.of(1, maps(nested).asGeneric()));
    }
}
