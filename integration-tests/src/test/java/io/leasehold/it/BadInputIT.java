package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in themselves: refused before anything reaches the target, in words that say what is wrong. */
class BadInputIT extends RefusalScene {

    @Test
    void unknownPathsAreNotFound() {
        refused(NotFoundException.class, () -> broker.read("nowhere/creds/app"), "nowhere/creds/app", "database/");
        refused(NotFoundException.class, () -> broker.read("databse/creds/app"), "did you mean database/");
        refused(NotFoundException.class, () -> broker.read("database/cred/app"), "database/creds/{name}");
        refused(NotFoundException.class, () -> broker.write("sys/lease/renew", Map.of()), "sys/lease/renew");
        refused(NotFoundException.class, () -> broker.list("database/nothing"), "database/nothing");
        refused(NotFoundException.class, () -> broker.delete("database/nothing/at/all"), "database/nothing/at/all");
        refused(NotFoundException.class, () -> broker.rotating("database/creds/nope"), "unknown role: nope");
        refused(InvalidRequestException.class, () -> broker.write(GOOD_ROLE), "unsupported operation: write", "read");
        refused(InvalidRequestException.class, () -> broker.read(""), "empty");
        refused(InvalidRequestException.class, () -> broker.read("database//creds"), "empty segment");
    }

    @Test
    void unknownMountsRolesAndConnectionsAreNamed() {
        refused(NotFoundException.class, () -> broker.read("database/creds/nope"), "unknown role: nope");
        refused(NotFoundException.class, () -> broker.read("database/roles/nope"), "nope");
        refused(NotFoundException.class, () -> broker.read("database/config/nope"), "\"nope\"");
        broker.write("database/roles/orphan", AppDatabase.role("missing"));
        refused(
                NotFoundException.class,
                () -> broker.read("database/creds/orphan"),
                "failed to find entry for connection with name: \"missing\"");
        refusedField("type", () -> broker.mounts().enable("other", "databse"), "databse", "database");
        refused(ConflictException.class, () -> broker.mounts().enable("database/inner", "database"), "database/");
        refused(
                NotFoundException.class,
                () -> broker.mounts()
                        .tune("other", MountOptions.builder().description("x").build()),
                "other/");
        refusedField("path", () -> broker.mounts().enable("sys", "database"), "sys");
    }

    @Test
    void unknownFieldsAreRefusedWithTheNearestKnownOne() {
        refusedField(
                "creation_statments",
                () -> broker.write("database/roles/x", Map.of("creation_statments", "x")),
                "creation_statements");
        refusedField(
                "max_open_conections",
                () -> broker.write("database/config/x", connectionWith("max_open_conections", 5)),
                "max_open_connections");
        refusedField("tttl", () -> broker.read(GOOD_ROLE, Map.of("tttl", "1h")), "ttl");
        refusedField(
                "incremnt",
                () -> broker.write("sys/leases/renew", Map.of("lease_id", "x", "incremnt", "1h")),
                "increment");
        refused(NotFoundException.class, () -> broker.read("database/roles/x"));
        refused(NotFoundException.class, () -> broker.read("database/config/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d12h", "10S", " 5m", "5 s", "5days", "-1h", "abc", "0.5d", "1h;", "99999999999999999999"})
    void malformedDurationsAreRefusedByField(String duration) {
        refusedField("default_ttl", () -> broker.write("database/roles/x", roleWith("default_ttl", duration)));
        refusedField("max_ttl", () -> broker.write("database/roles/x", roleWith("max_ttl", duration)));
        refusedField(
                "max_connection_lifetime",
                () -> broker.write("database/config/x", connectionWith("max_connection_lifetime", duration)));
        refusedField("ttl", () -> broker.read(GOOD_ROLE, Map.of("ttl", duration)));
        refusedField("ttl", () -> broker.write("sys/config/default-lease-ttl", Map.of("ttl", duration)));
        refusedField(
                "increment", () -> broker.write("sys/leases/renew", Map.of("lease_id", "x", "increment", duration)));
        refusedField(
                "max_lease_ttl", () -> broker.write("sys/mounts/database/tune", Map.of("max_lease_ttl", duration)));
    }

    @Test
    void valuesOutOfRangeAreRefusedByField() {
        refusedField(
                "max_open_connections",
                () -> broker.write("database/config/x", connectionWith("max_open_connections", -1)));
        refusedField(
                "max_open_connections",
                () -> broker.write("database/config/x", connectionWith("max_open_connections", "many")));
        refusedField(
                "default_ttl",
                () -> broker.write("database/roles/x", AppDatabase.role("db", AppDatabase.CREATION, "25h", "24h")),
                "max_ttl");
        refusedField("credential_type", () -> broker.write("database/roles/x", roleWith("credential_type", "retina")));
        refusedField("db_name", () -> broker.write("database/roles/x", Map.of("creation_statements", "SELECT 1")));
        refusedField("plugin_name", () -> broker.write("database/config/x", connectionWith("plugin_name", "")));
        refusedField(
                "plugin_name",
                () -> broker.write("database/config/x", connectionWith("plugin_name", "db2-database-plugin")),
                "db2-database-plugin",
                "postgresql-database-plugin");
        refusedField(
                "password_authentication",
                () -> broker.write("database/config/x", connectionWith("password_authentication", "md5")),
                "scram-sha-256");
        refusedField("increment", () -> broker.leases().renew("database/creds/app/x", Duration.ofSeconds(-1)));
        refused(InvalidRequestException.class, () -> broker.write("database/roles/x", "db_name=db"), "map");
        refused(InvalidRequestException.class, () -> broker.write("database/roles/x", Map.of(1, "db")), "texts");
        refused(NotFoundException.class, () -> broker.read("database/roles/x"));
    }

    static Stream<String> hostileNames() {
        return Stream.of(
                "o'brien",
                "a\"b",
                "x\"; DROP TABLE orders; --",
                "nul\0byte",
                "line\nbreak",
                "\uD83D\uDD11\uD83D\uDCA3",
                "lone\uD83D",
                "%2e%2e",
                "..",
                "{{password}}",
                "back\\slash",
                "n".repeat(300),
                "\u00e9".repeat(150),
                "a b",
                " ");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hostileNamesAreRefusedAsPathSegments(String name) {
        refused(InvalidRequestException.class, () -> broker.read("database/creds/" + name));
        refused(InvalidRequestException.class, () -> broker.read(name + "/creds/app"));
        refused(InvalidRequestException.class, () -> broker.write("database/roles/" + name, AppDatabase.role("db")));
        refused(InvalidRequestException.class, () -> broker.write("database/config/" + name, app.connection()));
        refused(InvalidRequestException.class, () -> broker.list("database/" + name + "/"));
        refused(InvalidRequestException.class, () -> broker.delete("database/roles/" + name));
        refused(InvalidRequestException.class, () -> broker.write("sys/quotas/rate-limit/" + name, Map.of("rate", 1)));
        refused(LeaseholdException.class, () -> broker.mounts().enable("m" + name, "database"));
        assertThat(broker.list("database/roles")).containsExactly("app");
    }

    @ParameterizedTest
    @EnumSource
    void hostileLeaseIdsAndPrefixesAreUnknownInEveryStore(Brokers.Store store) throws Exception {
        try (Brokers hostileTo = Brokers.on(store, Files.createDirectory(folder.resolve("hostile")))) {
            SecretBroker target = hostileTo.driven("hostile");
            hostileNames()
                    .flatMap(name -> Stream.of(name, GOOD_ROLE + "/" + name))
                    .forEach(id -> isUnknown(target, id));
        }
    }

    private void isUnknown(SecretBroker target, String id) {
        refusedOrAbsent(() -> target.leases().lookup(id));
        refusedOrAbsent(() -> target.leases().renew(id));
        refusedOrAbsent(() -> target.write("sys/leases/lookup", Map.of("lease_id", id)));
        nothingOrRefused(() -> target.leases().revoke(id));
        nothingOrRefused(() -> assertThat(target.leases().revokePrefix(id)).isZero());
        nothingOrRefused(() -> assertThat(target.leases().list(id)).isEmpty());
        nothingOrRefused(() -> assertThat(target.leases().count(id)).isZero());
    }

    private void refusedOrAbsent(ThrowingCallable call) {
        Throwable error = catchThrowable(call);
        assertThat(error).isInstanceOfAny(NotFoundException.class, InvalidRequestException.class);
        seen(error);
    }

    private void nothingOrRefused(ThrowingCallable call) {
        Throwable error = catchThrowable(call);
        if (error != null) {
            assertThat(error).isInstanceOf(InvalidRequestException.class);
            seen(error);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\0byte", "\uD83D\uDD11", "line\nbreak"})
    void unprintableDisplayNamesAreRefused(String name) {
        refusedField("name", () -> SecretBroker.builder().name(name).build());
    }

    @Test
    void hostileDisplayNameMakesAHarmlessAccount() {
        SecretBroker hostile = brokers.driven("o'Brien\"; DROP ROLE x; -- {{name}}");
        String user = login(hostile.read(GOOD_ROLE)).username();
        assertThat(user).matches("[A-Za-z0-9_.-]+");
        assertThat(app.brokered()).contains(user);
        assertThat(broker.leases().revokePrefix("database")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ .Nope }}-{{random 20}}",
                "{{ random 20",
                "{{ shuffle 20 }}",
                "{{ random }}",
                "fixed-name",
                "v-{{.RoleName}}-{{unix_time}}",
                "v-{{random 3}}",
                "{{ random 20 | truncate 5 }}",
                "{{ random 100 }}"
            })
    void templatesThatDoNotParseOrAreGuessableAreRefusedWhenWritten(String template) {
        refusedField(
                "username_template",
                () -> broker.write("database/config/db", connectionWith("username_template", template)));
        assertThat(broker.read("database/config/db").data().toString()).doesNotContain(template);
    }

    @Test
    void emptyCreationStatementsAreRefused() {
        for (Object empty : List.of("", "  ", ";;", "-- nothing", List.of(), List.of("", " "))) {
            refusedField(
                    "creation_statements",
                    () -> broker.write("database/roles/x", roleWith("creation_statements", empty)),
                    "empty creation statements");
        }
        refused(NotFoundException.class, () -> broker.read("database/creds/x"), "unknown role: x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE \"{{nome}}\"",
                "CREATE ROLE \"{{name}}\" PASSWORD '{{password}}",
                "DO $$ BEGIN",
                "CREATE ROLE \"{{name}}\"; COMMIT"
            })
    void statementsThatCannotBeReadAreRefusedWhenWritten(String statement) {
        refusedField(
                "creation_statements",
                () -> broker.write("database/roles/x", roleWith("creation_statements", statement)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://127.0.0.1:3306/db",
                "postgresql://{{username}}:{{password}}@127.0.0.1:99999/db",
                "postgresql://{{username}}:{{password}}@127.0.0.1/{{password}}",
                "postgresql://{{username}}:{{password}}@127.0.0.1/db?sslmode=maybe",
                "postgresql://{{username}}:{{password}}@127.0.0.1/db?socketFactory=evil.Factory",
                "postgresql://admin:S3cretInUrl99@127.0.0.1:99999/db",
                "postgresql://admin:S3cretInUrl99@127.0.0.1/db?nope=1",
                "jdbc:postgresql://127.0.0.1/db?user=admin&password=S3cretInUrl99&nope=1",
                "host=127.0.0.1 password=S3cretInUrl99 dbname=db nope=1"
            })
    void connectionUrlsThatCannotBeUsedAreRefusedWithoutTheirPassword(String url) {
        InvalidRequestException error = refusedField(
                "connection_url", () -> broker.write("database/config/x", connectionWith("connection_url", url)));
        assertThat(Secrets.textOf(error)).doesNotContain("S3cretInUrl99");
    }

    @Test
    void rolesThatAreNotAllowedAreRefused() {
        broker.write("database/config/narrow", connectionWith("allowed_roles", "reporting,app-*"));
        for (String name : List.of("reporting", "app-one", "application", "other")) {
            broker.write("database/roles/" + name, AppDatabase.role("narrow"));
        }
        broker.leases().revoke(id(broker.read("database/creds/reporting")));
        broker.leases().revoke(id(broker.read("database/creds/app-one")));
        for (String name : List.of("application", "other")) {
            refused(
                    PermissionDeniedException.class,
                    () -> broker.read("database/creds/" + name),
                    "\"" + name + "\" is not an allowed role",
                    "allowed_roles");
        }
    }
}
