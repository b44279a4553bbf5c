package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBinderTest {

    enum Auth {
        PASSWORD,
        SCRAM_SHA_256
    }

    record Role(
            @Field(value = "The connection.", required = true, aliases = "database_name")
            String dbName,

            @Nullable Duration defaultTtl,
            boolean verifyConnection,
            @Nullable Boolean strict,
            int maxOpen,
            @Nullable Integer maxIdle,
            long serial,
            @Nullable Long limit,
            @Nullable List<String> allowedRoles,

            @Field(verbatim = true) @Nullable List<String> creationStatements,

            @Nullable Map<String, String> tags,
            @Nullable Map<String, Object> options,
            @Nullable Object policy,
            @Nullable Auth passwordAuthentication) {}

    record Login(
            String username,
            @Sensitive @Nullable String password,
            @Sensitive @Nullable Integer pin,
            @Sensitive @Nullable Auth kind) {}

    record Picky(@Nullable String text, @Nullable String mood) {
        Picky {
            if ("refuse".equals(mood)) {
                throw new InvalidRequestException("mood", "must be better");
            }
            if ("fail".equals(mood)) {
                throw new IllegalStateException("broken by " + text);
            }
        }
    }

    record Vault(@Sensitive String secret) {
        Vault {
            throw new IllegalStateException("cannot keep " + secret);
        }
    }

    private static Role role(Map<String, ?> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.putIfAbsent("db_name", "db");
        return RecordBinder.bind(fields, Role.class);
    }

    private static AbstractThrowableAssert<?, InvalidRequestException> assertRefused(Map<String, ?> more) {
        return assertThatThrownBy(() -> role(more)).asInstanceOf(throwable(InvalidRequestException.class));
    }

    @Test
    void absentFieldsAreNullOrZeroOrFalse() {
        assertThat(role(Map.of()))
                .isEqualTo(new Role("db", null, false, null, 0, null, 0, null, null, null, null, null, null, null));
    }

    @Test
    void everyTypeIsBoundFromItsJsonForm() {
        Role role = role(Map.ofEntries(
                Map.entry("default_ttl", "1h30m"),
                Map.entry("verify_connection", true),
                Map.entry("strict", false),
                Map.entry("max_open", 4),
                Map.entry("max_idle", -1),
                Map.entry("serial", 1L << 40),
                Map.entry("limit", 7),
                Map.entry("allowed_roles", List.of("a", "b")),
                Map.entry("creation_statements", List.of("CREATE ROLE x;")),
                Map.entry("tags", Map.of("k", "v")),
                Map.entry("options", Map.of("n", 1)),
                Map.entry("policy", Map.of("rules", List.of(1))),
                Map.entry("password_authentication", "scram-sha-256")));
        assertThat(role)
                .isEqualTo(new Role(
                        "db",
                        Duration.ofMinutes(90),
                        true,
                        false,
                        4,
                        -1,
                        1L << 40,
                        7L,
                        List.of("a", "b"),
                        List.of("CREATE ROLE x;"),
                        Map.of("k", "v"),
                        Map.of("n", 1),
                        Map.of("rules", List.of(1)),
                        Auth.SCRAM_SHA_256));
    }

    @Test
    void everyTypeIsBoundFromTheTextOfACommandLine() {
        Role role = role(Map.ofEntries(
                Map.entry("default_ttl", "3600"),
                Map.entry("verify_connection", "1"),
                Map.entry("strict", "false"),
                Map.entry("max_open", "4"),
                Map.entry("max_idle", "-1"),
                Map.entry("serial", "1099511627776"),
                Map.entry("allowed_roles", " a , b,"),
                Map.entry("creation_statements", "GRANT a, b TO c;"),
                Map.entry("tags", "k=v, k2 = v=2"),
                Map.entry("options", "{\"n\": 1, \"deep\": {\"m\": [true, null]}}"),
                Map.entry("policy", "{\"not\": \"parsed\"}"),
                Map.entry("password_authentication", "scram_sha_256")));
        assertThat(role.defaultTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(role.verifyConnection()).isTrue();
        assertThat(role.strict()).isFalse();
        assertThat(role.maxOpen()).isEqualTo(4);
        assertThat(role.maxIdle()).isEqualTo(-1);
        assertThat(role.serial()).isEqualTo(1L << 40);
        assertThat(role.allowedRoles()).containsExactly("a", "b");
        assertThat(role.creationStatements()).containsExactly("GRANT a, b TO c;");
        assertThat(role.tags()).containsExactly(Map.entry("k", "v"), Map.entry("k2", "v=2"));
        assertThat(role.options()).isEqualTo(Map.of("n", 1, "deep", Map.of("m", Arrays.asList(true, null))));
        assertThat(role.policy()).isEqualTo("{\"not\": \"parsed\"}");
        assertThat(role.passwordAuthentication()).isEqualTo(Auth.SCRAM_SHA_256);
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearestKnownOne() {
        assertRefused(Map.of("default_tll", "1h"))
                .satisfies(e -> assertThat(e.field()).contains("default_tll"))
                .hasMessage("default_tll: unknown field; did you mean default_ttl?");
        assertRefused(Map.of("defaultTtl", "1h")).hasMessageContaining("did you mean default_ttl?");
        assertRefused(Map.of("databse_name", "x")).hasMessageContaining("did you mean database_name?");
    }

    @Test
    void anUnknownFieldNearNothingIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("colour", "hunter2"), Login.class))
                .hasMessage("colour: unknown field; the fields are username, password, pin, kind");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("x", 1), Empty.class))
                .hasMessage("x: unknown field; no fields are taken here");
    }

    @Test
    void aResultThatDoesNotFitIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> RecordBinder.bindResult(Map.of("password", "hunter2"), Misfit.class))
                .hasMessage("password: must be a whole number");
    }

    record Misfit(int password) {}

    @Test
    void theValuesOfARedactedMapAreMaskedToo() {
        RedactedMap map = new RedactedMap(Map.of("password", "hunter2"), java.util.Set.of());
        assertThat(map.values()).containsExactly("hunter2").hasToString("[[masked]]");
        assertThat(new RedactedMap(Map.of("user", "u"), java.util.Set.of("user")).values())
                .hasToString("[u]");
    }

    record Empty() {}

    @Test
    void hostileFieldNamesAreEscapedAndCut() {
        assertRefused(Map.of("a\n\0\"\ud83d\ude00" + "x".repeat(300), 1)).satisfies(e -> {
            assertThat(e.getMessage())
                    .startsWith("a\\n\\u0000\\\"\\ud83d\\ude00xxx")
                    .contains("(308 bytes)");
            assertThat(e.field()).isPresent();
        });
        Map<String, Object> nameless = new HashMap<>();
        nameless.put(null, 1);
        assertThatThrownBy(() -> RecordBinder.bind(nameless, Login.class)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aRequiredFieldMustBeSentAndNotEmpty() {
        assertThatThrownBy(() -> RecordBinder.bind(Map.of(), Role.class))
                .hasMessage("db_name: is required and must not be empty: The connection.");
        assertRefused(Map.of("db_name", "")).hasMessageStartingWith("db_name: is required");
        assertThatThrownBy(() -> RecordBinder.bind(Collections.singletonMap("db_name", null), Role.class))
                .hasMessageStartingWith("db_name: is required");
    }

    @Test
    void anAliasIsAcceptedButNotBesideTheName() {
        assertThat(RecordBinder.bind(Map.of("database_name", "x"), Role.class).dbName())
                .isEqualTo("x");
        assertRefused(new LinkedHashMap<>(Map.of("db_name", "x", "database_name", "x")))
                .hasMessageContaining("another spelling of")
                .satisfies(e -> assertThat(e.field()).isPresent());
    }

    @Test
    void errorsNameTheFieldAsItWasSpelledAndShowTheValue() {
        assertRefused(Map.of("default_ttl", "5days"))
                .hasMessageStartingWith("default_ttl: must be a duration")
                .hasMessageEndingWith("was \"5days\"");
        assertRefused(Map.of("default_ttl", -1)).hasMessage("default_ttl: must not be a negative duration, was -1");
        assertRefused(Map.of("max_open", "many")).hasMessage("max_open: must be a whole number, was \"many\"");
        assertRefused(Map.of("max_open", 1L << 40))
                .hasMessage("max_open: must be a whole number from -2147483648 to 2147483647, was 1099511627776");
        assertRefused(Map.of("serial", "9223372036854775808")).hasMessageContaining("must be a whole number from");
        assertRefused(Map.of("max_open", 1.5)).hasMessage("max_open: must be a whole number, was 1.5");
        assertRefused(Map.of("max_open", Double.NaN)).hasMessage("max_open: must be a whole number, was NaN");
        assertRefused(Map.of("max_open", List.of(1))).hasMessage("max_open: must be a whole number, was a list");
        assertRefused(Map.of("strict", "yes")).hasMessage("strict: must be true or false, was \"yes\"");
        assertRefused(Map.of("password_authentication", "MD5"))
                .hasMessage("password_authentication: must be one of password, scram_sha_256, was \"MD5\"");
        assertRefused(Map.of("database_name", Map.of())).hasMessageStartingWith("database_name: is required");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("database_name", List.of("x")), Role.class))
                .hasMessage("database_name: must be a text, was a list");
        assertRefused(Map.of("policy", Thread.currentThread())).hasMessageContaining("policy: must be a text, number");
    }

    @Test
    void wholeNumbersMayBeWrittenWithAnEmptyFraction() {
        assertThat(role(Map.of("max_open", 4.0)).maxOpen()).isEqualTo(4);
    }

    @Test
    void anEmptyDurationIsZeroAndANullOneIsAbsent() {
        assertThat(role(Map.of("default_ttl", "")).defaultTtl()).isEqualTo(Duration.ZERO);
        assertThat(role(Collections.singletonMap("default_ttl", null)).defaultTtl())
                .isNull();
    }

    @Test
    void durationsAreCutToSeconds() {
        assertThat(role(Map.of("default_ttl", "1999ms")).defaultTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(role(Map.of("default_ttl", 1.9)).defaultTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(role(Map.of("default_ttl", Duration.ofMillis(2500))).defaultTtl())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void listsAreTrimmedInRequestsUnlessVerbatim() {
        assertThat(role(Map.of("allowed_roles", List.of(" a ", "b,c"))).allowedRoles())
                .containsExactly("a", "b,c");
        assertThat(role(Map.of("allowed_roles", "")).allowedRoles()).isEmpty();
        assertThat(role(Map.of("allowed_roles", new String[] {"a"})).allowedRoles())
                .containsExactly("a");
        assertThat(role(Map.of("allowed_roles", 7)).allowedRoles()).containsExactly("7");
        assertThat(role(Map.of("creation_statements", List.of(" a "))).creationStatements())
                .containsExactly(" a ");
        assertThat(role(Map.of("creation_statements", "")).creationStatements()).isEmpty();
        assertRefused(Map.of("allowed_roles", Arrays.asList("a", null))).hasMessageContaining("elements are texts");
        assertRefused(Map.of("allowed_roles", Map.of("a", "b"))).hasMessageContaining("must be a list of texts");
    }

    @Test
    void mapsOfTextsAreReadFromMapsPairsAndJson() {
        assertThat(role(Map.of("tags", Map.of("n", 1, "b", true))).tags()).isEqualTo(Map.of("n", "1", "b", "true"));
        assertThat(role(Map.of("tags", "{\"a\": \"x,y\"}")).tags()).isEqualTo(Map.of("a", "x,y"));
        assertThat(role(Map.of("tags", List.of("a=1", "b="))).tags()).isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(role(Map.of("tags", "")).tags()).isEmpty();
        assertRefused(Map.of("tags", "novalue")).hasMessageContaining("key=value");
        assertRefused(Map.of("tags", "a=1,a=2")).hasMessageContaining("must not give a key twice");
        assertRefused(Map.of("tags", "{\"a\": 1, \"a\": 2}")).hasMessageContaining("does not parse");
        assertRefused(Map.of("tags", "{\"a\": ")).hasMessageContaining("does not parse");
        assertRefused(Map.of("tags", Map.of("a", List.of()))).hasMessageContaining("values are texts, was a list");
        assertRefused(Map.of("tags", Map.of(1, "a"))).hasMessageContaining("texts as keys");
        assertRefused(Map.of("tags", 5)).hasMessageContaining("must be a map, was 5");
    }

    @Test
    void textThatCannotBeStoredIsRefusedWhereverItStands() {
        String nul = "hunter2\0";
        for (Object bad : List.of(nul, Map.of("a", nul), Map.of(nul, "a"), List.of(nul), Map.of("a", List.of(nul)))) {
            assertRefused(Map.of("policy", bad)).hasMessage("policy: must not contain a NUL character");
        }
        assertRefused(Map.of("db_name", nul)).hasMessage("db_name: must not contain a NUL character");
        assertRefused(Map.of("allowed_roles", "a," + nul)).hasMessageContaining("NUL");
        assertRefused(Map.of("tags", "{\"a\":\"\\u0000\"}")).hasMessage("tags: must not contain a NUL character");
        assertRefused(Map.of("db_name", "\ud83d")).hasMessageContaining("valid Unicode");
        assertRefused(Map.of("db_name", "\ude00\ud83d")).hasMessageContaining("valid Unicode");
        assertThat(role(Map.of("db_name", "\ud83d\ude00")).dbName()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void aValueMayHoldOneMebibyteAndNoMore() {
        int limit = Budget.MAX_BYTES;
        assertThat(role(Map.of("db_name", "x".repeat(limit))).dbName()).hasSize(limit);
        assertRefused(Map.of("db_name", "x".repeat(limit + 1))).hasMessage("db_name: must not be longer than 1 MiB");
        assertRefused(Map.of("db_name", "\u00e9".repeat(limit / 2 + 1))).hasMessageContaining("1 MiB");
        assertRefused(Map.of("db_name", "\u20ac".repeat(limit / 3 + 1))).hasMessageContaining("1 MiB");
        assertRefused(Map.of("db_name", "\ud83d\ude00".repeat(limit / 4 + 1))).hasMessageContaining("1 MiB");
        assertThat(role(Map.of("db_name", "\u20ac".repeat(limit / 3))).dbName()).hasSize(limit / 3);
        assertRefused(Map.of("policy", Collections.nCopies(limit + 1, 1))).hasMessageContaining("1 MiB");
        assertRefused(Map.of("allowed_roles", Collections.nCopies(limit, "a"))).hasMessageContaining("1 MiB");
    }

    @Test
    void nestingIsBounded() {
        Object nested = "x";
        for (int i = 0; i < 40; i++) {
            nested = List.of(nested);
        }
        assertRefused(Map.of("policy", nested)).hasMessage("policy: must not be nested deeper than 32 levels");
    }

    @Test
    void aSensitiveValueIsNeverShown() {
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("username", "u", "pin", "hunter2"), Login.class))
                .hasMessage("pin: must be a whole number");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("username", "u", "kind", "hunter2"), Login.class))
                .hasMessage("kind: must be one of password, scram_sha_256");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("username", "u", "pasword", "hunter2"), Login.class))
                .hasMessage("pasword: unknown field; did you mean password?");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("secret", "hunter2"), Vault.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the values do not make a valid Vault (IllegalStateException)")
                .hasNoCause();
    }

    @Test
    void whatTheConstructorThrowsBecomesAnInvalidRequest() {
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("mood", "refuse"), Picky.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("mood: must be better");
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("mood", "fail", "text", "me"), Picky.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the values do not make a valid Picky: broken by me")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void bindingOverKeepsWhatIsAbsentAndResetsWhatIsNull() {
        Role stored = role(Map.of("default_ttl", "1h", "max_open", 4, "allowed_roles", "a"));
        Map<String, Object> fields = new HashMap<>();
        fields.put("max_open", null);
        fields.put("default_ttl", null);
        fields.put("verify_connection", true);
        Role changed = RecordBinder.bindOver(fields, stored);
        assertThat(changed).isEqualTo(role(Map.of("verify_connection", true, "allowed_roles", "a")));
        assertThatThrownBy(() -> RecordBinder.bindOver(Map.of("db_name", ""), stored))
                .hasMessageStartingWith("db_name: is required");
        assertThatThrownBy(() -> RecordBinder.bindOver(Map.of("db_nam", ""), stored))
                .hasMessageContaining("did you mean db_name?");
    }

    @Test
    void aRecordBecomesAMapWithoutNulls() {
        Map<String, Object> map = RecordBinder.toMap(new Role(
                "db",
                Duration.ofHours(1),
                true,
                null,
                3,
                null,
                9,
                null,
                null,
                List.of("x"),
                null,
                null,
                null,
                Auth.SCRAM_SHA_256));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("db_name", "db");
        expected.put("default_ttl", 3600L);
        expected.put("verify_connection", true);
        expected.put("max_open", 3);
        expected.put("serial", 9L);
        expected.put("creation_statements", List.of("x"));
        expected.put("password_authentication", "scram_sha_256");
        assertThat(map).containsExactlyEntriesOf(expected).isUnmodifiable();
    }

    @Test
    void storedValuesAreTakenExactlyAndWhatALaterReleaseAddedIsLeftOut() {
        Role role = RecordBinder.bindStored(
                Map.of("db_name", "", "allowed_roles", List.of(" a "), "from_the_future", 1), Role.class);
        assertThat(role.dbName()).isEmpty();
        assertThat(role.allowedRoles()).containsExactly(" a ");
    }

    @Test
    void aResultIsBoundLoosely() {
        Login login = RecordBinder.bindResult(Map.of("username", "u", "extra", 1), Login.class);
        assertThat(login).isEqualTo(new Login("u", null, null, null));
        assertThatThrownBy(() -> RecordBinder.bindResult(Map.of(), String.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("java.lang.String is none");
        assertThatThrownBy(() -> RecordBinder.bindResult(Map.of("pin", "hunter2"), Login.class))
                .hasMessage("pin: must be a whole number");
    }

    @Test
    void fieldsDescribeThemselves() {
        assertThat(RecordBinder.describe(Role.class)).hasSize(14);
        assertThat(RecordBinder.describe(Role.class).get(0))
                .isEqualTo(new FieldInfo("db_name", "text", true, "The connection.", false, List.of("database_name")));
        assertThat(RecordBinder.describe(Login.class).get(3))
                .isEqualTo(new FieldInfo("kind", "one of password, scram_sha_256", false, "", true, List.of()));
        assertThat(RecordBinder.describe(OtherFieldsTest.Connection.class))
                .extracting(FieldInfo::name)
                .containsExactly("plugin_name");
        assertThat(RecordBinder.sensitiveFields(Login.class)).containsExactly("password", "pin", "kind");
        assertThat(RecordBinder.clearFields(Login.class)).containsExactly("username");
        assertThat(RecordBinder.clearFields(OtherFieldsTest.Connection.class)).containsExactly("plugin_name");
    }

    record Rule(@Field(required = true) String charset, int min) {}

    record Rules(@Nullable List<Rule> rules) {}

    @Test
    void aListOfRecordsIsBoundAndSentAsAListOfMaps() {
        Map<String, Object> fields =
                Map.of("rules", List.of(Map.of("charset", "abc", "min", 1), Map.of("charset", "0-9", "min", "2")));

        Rules rules = RecordBinder.bind(fields, Rules.class);

        assertThat(rules).isEqualTo(new Rules(List.of(new Rule("abc", 1), new Rule("0-9", 2))));
        assertThat(RecordBinder.bindStored(RecordBinder.toMap(rules), Rules.class))
                .isEqualTo(rules);
        assertThat(RecordBinder.toMap(rules).get("rules"))
                .isEqualTo(List.of(Map.of("charset", "abc", "min", 1), Map.of("charset", "0-9", "min", 2)));
    }

    @Test
    void anElementOfAListThatIsNoSuchRecordIsNamed() {
        for (Object wrong : List.of("text", Map.of("min", 1), Map.of("charset", "a", "max", 1))) {
            assertThatThrownBy(() ->
                            RecordBinder.bind(Map.of("rules", List.of(Map.of("charset", "a"), wrong)), Rules.class))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains("rules"))
                    .hasMessageContaining("element 2");
        }
        assertThatThrownBy(() -> RecordBinder.bind(Map.of("rules", "text"), Rules.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be a list of maps");
    }

    record Document(String body, List<String> lines) {}

    /** A list of 100,000 revoked certificates has five megabytes. What comes from a caller or the store keeps its limit. */
    @Test
    void aResultMayBeOfAnySize() {
        String large = "x".repeat(5 * Budget.MAX_BYTES);
        Map<String, Object> values = Map.of("body", large, "lines", Collections.nCopies(Budget.MAX_BYTES, "aa"));

        Document document = RecordBinder.bindResult(values, Document.class);

        assertThat(document.body()).isSameAs(large);
        assertThat(document.lines()).hasSize(Budget.MAX_BYTES);
        assertThatThrownBy(() -> RecordBinder.bind(values, Document.class)).hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> RecordBinder.bindStored(values, Document.class))
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> RecordBinder.bindResult(Map.of("body", "a\0b"), Document.class))
                .hasMessageContaining("NUL");
    }

    /** However the bytes are spread over the elements. */
    @Test
    void aListOfRecordsIsBoundedAsAWhole() {
        Map<String, Object> large = Map.of("charset", "x".repeat(Budget.MAX_BYTES / 3));
        RecordBinder.bind(Map.of("rules", List.of(large, large)), Rules.class);

        assertThatThrownBy(() -> RecordBinder.bind(Map.of("rules", List.of(large, large, large)), Rules.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must not be longer than 1 MiB");
    }

    record Logins(List<Login> logins) {}

    /** Redaction goes by the names of the outer fields. */
    @Test
    void recordsWithSecretsCannotStandInLists() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBinder.describe(Logins.class))
                .withMessageContaining("sensitive");
    }

    record Unsupported(List<Integer> numbers) {}

    record Twice(@Field(aliases = "b") String a, String b) {}

    record TwoOthers(
            @OtherFields Map<String, Object> a, @OtherFields Map<String, Object> b) {}

    record OddOthers(@OtherFields Map<String, String> a) {}

    @Test
    void aRecordThatCannotBeBoundIsAProgrammingErrorThatNamesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBinder.describe(Unsupported.class))
                .withMessageContaining("numbers")
                .withMessageContaining("List<java.lang.Integer>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBinder.describe(Twice.class))
                .withMessageContaining("two fields spelled b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBinder.describe(TwoOthers.class))
                .withMessageContaining("two components");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBinder.describe(OddOthers.class))
                .withMessageContaining("Map<String, Object>");
    }
}
