package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import io.leasehold.spi.engine.Fields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that one record collects for another, which binds them by itself. */
class OtherFieldsTest {

    record Connection(
            @Field(required = true) String pluginName,
            @OtherFields Map<String, Object> plugin) {}

    record Login(String username, @Sensitive @Nullable String password) {}

    record Options(
            @Nullable String sslmode,

            @Sensitive @Nullable String sslKey,

            @Sensitive @Nullable Integer pin) {}

    @Test
    void otherFieldsGoToTheirComponent() {
        Connection connection = RecordBinder.bind(
                Map.of("plugin_name", "pg", "host", "h", "opts", Map.of("a", List.of(1))), Connection.class);
        assertThat(connection.plugin()).isEqualTo(Map.of("host", "h", "opts", Map.of("a", List.of(1))));
        assertThat(RecordBinder.toMap(connection))
                .isEqualTo(Map.of("plugin_name", "pg", "host", "h", "opts", Map.of("a", List.of(1))));
        assertThat(RecordBinder.bind(Map.of("plugin_name", "pg"), Connection.class)
                        .plugin())
                .isEmpty();
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("plugin_name", "pg", "x", "hunter2\0"), Connection.class))
                .hasMessage("x: must not contain a NUL character");
    }

    @Test
    void otherFieldsAreMergedAndNullRemovesThem() {
        Connection stored = new Connection("pg", Map.of("host", "h", "port", 1));
        Map<String, Object> fields = new HashMap<>();
        fields.put("host", null);
        fields.put("user", "u");
        assertThat(RecordBinder.bindOver(fields, stored))
                .isEqualTo(new Connection("pg", Map.of("port", 1, "user", "u")));
    }

    @Test
    void aFieldOfTheRecordCannotHideAmongTheOthers() {
        Connection twisted = new Connection("pg", Map.of("plugin_name", "mysql"));
        assertThatThrownBy(() -> RecordBinder.toMap(twisted)).hasMessageStartingWith("plugin_name: is a field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"passwrd", "ssl_kye", "private_key", "colour", "sslKey2"})
    void anUnknownFieldBesideSecretOnesIsRefusedWithoutAnyValue(String unknown) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ssl_key", "hunter2-key");
        fields.put(unknown, "hunter2-value");
        fields.put("pin", 20022);
        assertThatThrownBy(() -> Fields.bindOthers(fields, Options.class, Login.class))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains(unknown))
                .hasMessageStartingWith(unknown + ": unknown field; ")
                .satisfies(OtherFieldsTest::tellsNoSecret);
    }

    @Test
    void theFieldsOfBothRecordsAreSuggested() {
        assertThatThrownBy(() -> Fields.bindOthers(Map.of("sslmod", "hunter2"), Options.class, Login.class))
                .hasMessage("sslmod: unknown field; did you mean sslmode?");
        assertThatThrownBy(() -> Fields.bindOthers(Map.of("pasword", "hunter2"), Options.class, Login.class))
                .hasMessage("pasword: unknown field; did you mean password?");
        assertThatThrownBy(() -> Fields.bindOthers(Map.of("colour", "hunter2"), Options.class, Login.class))
                .hasMessage("colour: unknown field; the fields are username, password, sslmode, ssl_key, pin");
    }

    @Test
    void aMalformedSecretAmongTheOthersIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> Fields.bindOthers(
                        Map.of("ssl_key", "hunter2-key", "pin", "hunter2"), Options.class, Login.class))
                .hasMessage("pin: must be a whole number")
                .satisfies(OtherFieldsTest::tellsNoSecret);
    }

    private static void tellsNoSecret(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("hunter2").doesNotContain("20022");
        }
    }
}
