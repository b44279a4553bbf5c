package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Durations;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RecordBinderProperties {

    enum Mode {
        ON,
        HALF_ON
    }

    record Everything(
            @Nullable String text,
            boolean flag,
            @Nullable Boolean boxedFlag,
            int number,
            @Nullable Integer boxedNumber,
            long wide,
            @Nullable Long boxedWide,
            @Nullable Duration ttl,
            @Nullable List<String> names,
            @Field(verbatim = true) @Nullable List<String> statements,
            @Nullable Map<String, String> tags,
            @Nullable Map<String, Object> options,
            @Nullable Object any,
            @Nullable Mode mode,
            @OtherFields Map<String, Object> others) {}

    record Secretive(
            @Sensitive @Nullable String text,
            @Sensitive boolean flag,
            @Sensitive int number,
            @Sensitive @Nullable Duration ttl,
            @Sensitive @Nullable List<String> names,
            @Sensitive @Nullable Map<String, String> tags,
            @Sensitive @Nullable Map<String, Object> options,
            @Sensitive @Nullable Object any,
            @Sensitive @Nullable Mode mode) {}

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).filter(RecordBinderProperties::storable),
                Arbitraries.of("", " ", "a,b", "{\"a\":1}", "[1]", "k=v", "\u00e9", "\ud83d\ude00", "1h", "null", "0"));
    }

    private static boolean storable(String text) {
        return text.indexOf(0) < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    private static Arbitrary<Map<String, Object>> maps(Arbitrary<Object> values) {
        return Arbitraries.maps(texts(), values).ofMaxSize(3);
    }

    private static Arbitrary<Object> plain() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                texts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        return Arbitraries.lazyOf(
                () -> leaf,
                () -> leaf,
                () -> plain().list().ofMaxSize(2).asGeneric(),
                () -> maps(plain()).asGeneric());
    }

    @Provide
    Arbitrary<Everything> records() {
        return Builders.withBuilder(RecordBinderProperties::fields)
                .use(texts().injectNull(0.2))
                .in((map, v) -> put(map, "text", v))
                .use(Arbitraries.of(true, false))
                .in((map, v) -> put(map, "flag", v))
                .use(Arbitraries.of(true, false).injectNull(0.3))
                .in((map, v) -> put(map, "boxed_flag", v))
                .use(Arbitraries.integers())
                .in((map, v) -> put(map, "number", v))
                .use(Arbitraries.integers().injectNull(0.3))
                .in((map, v) -> put(map, "boxed_number", v))
                .use(Arbitraries.longs())
                .in((map, v) -> put(map, "wide", v))
                .use(Arbitraries.longs().injectNull(0.3))
                .in((map, v) -> put(map, "boxed_wide", v))
                .use(Arbitraries.longs().between(0, Durations.MAX.toSeconds()).injectNull(0.2))
                .in((map, v) -> put(map, "ttl", v))
                .use(texts().list().ofMaxSize(3).injectNull(0.2))
                .in((map, v) -> put(map, "names", v))
                .use(texts().list().ofMaxSize(3).injectNull(0.2))
                .in((map, v) -> put(map, "statements", v))
                .use(Arbitraries.maps(texts(), texts()).ofMaxSize(3).injectNull(0.2))
                .in((map, v) -> put(map, "tags", v))
                .use(maps(plain()).injectNull(0.2))
                .in((map, v) -> put(map, "options", v))
                .use(plain().injectNull(0.2))
                .in((map, v) -> put(map, "any", v))
                .use(Arbitraries.of("on", "half_on", "half-on").injectNull(0.2))
                .in((map, v) -> put(map, "mode", v))
                .use(plain().injectNull(0.5))
                .in((map, v) -> put(map, "something_else", v))
                .build(map -> RecordBinder.bindStored(map, Everything.class));
    }

    private static Map<String, Object> fields() {
        return new HashMap<>();
    }

    private static Map<String, Object> put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
        return map;
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aRecordSurvivesTheWayThroughAMap(@ForAll("records") Everything record) {
        assertThat(RecordBinder.bindStored(RecordBinder.toMap(record), Everything.class))
                .isEqualTo(record);
        assertThat(RecordBinder.bindResult(RecordBinder.toMap(record), Everything.class))
                .isEqualTo(record);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aRecordSurvivesTheWayThroughTheStoresJson(@ForAll("records") Everything record) {
        byte[] json = Json.write(RecordBinder.toMap(record));
        assertThat(RecordBinder.bindStored(Json.read(json), Everything.class)).isEqualTo(record);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aRequestRecordSurvivesTheStrictWayOnceItIsTrimmed(@ForAll("records") Everything record) {
        Everything bound = RecordBinder.bind(RecordBinder.toMap(record), Everything.class);
        assertThat(RecordBinder.bind(RecordBinder.toMap(bound), Everything.class))
                .isEqualTo(bound);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void bindingNothingOverARecordChangesNothing(@ForAll("records") Everything record) {
        assertThat(RecordBinder.bindOver(Map.of(), record)).isEqualTo(record);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void bindingOneRecordOverAnotherYieldsTheOneWhereItSaysSomething(
            @ForAll("records") Everything first, @ForAll("records") Everything second) {
        // What is kept is not trimmed again, so both are trimmed beforehand.
        Everything stored = RecordBinder.bind(RecordBinder.toMap(first), Everything.class);
        Everything sent = RecordBinder.bind(RecordBinder.toMap(second), Everything.class);
        Map<String, Object> expected = new HashMap<>(RecordBinder.toMap(stored));
        expected.putAll(RecordBinder.toMap(sent));
        assertThat(RecordBinder.bindOver(RecordBinder.toMap(sent), stored))
                .isEqualTo(RecordBinder.bind(expected, Everything.class));
    }

    /** Values of every shape, good and bad, all with a text in them that must not come out. */
    @Provide
    Arbitrary<Object> strange() {
        return Arbitraries.of(
                "hunter2",
                "hunter2\0",
                "\ud83dhunter2",
                "hunter2".repeat(200_000),
                "{\"hunter2\": ",
                "{\"hunter2\": [\"hunter2\"]}",
                "hunter2=1,hunter2=2",
                "hunter2,x",
                List.of("hunter2", List.of("hunter2")),
                Map.of("hunter2", "hunter2\0"),
                Map.of("k", Map.of("hunter2", List.of("hunter2"))),
                Map.of(1, "hunter2"),
                new Object[] {"hunter2", 1},
                CharBuffer.wrap("hunter2"),
                new char[] {'h'},
                Arrays.asList("hunter2", null),
                Double.NaN,
                1e300,
                new BigDecimal("1e999999999"),
                new BigDecimal("1e-999999999"),
                BigInteger.TEN.pow(100),
                -1,
                'h',
                Mode.ON,
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE),
                new Secretive("hunter2", false, 0, null, null, null, null, null, null),
                Thread.State.NEW,
                new Object());
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void noValueBreaksTheBinderOrComesOutInAnError(@ForAll("fieldNames") String name, @ForAll("strange") Object value) {
        try {
            Secretive bound = RecordBinder.bind(Map.of(name, value), Secretive.class);
            assertThat(RecordBinder.bind(RecordBinder.toMap(bound), Secretive.class))
                    .isEqualTo(bound);
        } catch (InvalidRequestException e) {
            assertThat(e.field()).contains(name);
            assertThat(e.getMessage())
                    .startsWith(name + ": ")
                    .doesNotContain("hunter2")
                    .hasSizeLessThan(300);
            assertThat(e).hasNoCause();
        }
    }

    @Provide
    Arbitrary<String> fieldNames() {
        return Arbitraries.of(
                "text", "flag", "number", "ttl", "names", "tags", "options", "any", "mode", "unknown", "txet");
    }
}
