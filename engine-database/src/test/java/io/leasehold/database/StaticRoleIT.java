package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Static roles on a real PostgreSQL: accounts that stay, and whose passwords are rotated. */
class StaticRoleIT {

    private static final String OLD = "the old one";
    private static final String GUIDE = "ALTER USER \"{{name}}\" WITH PASSWORD '{{password}}';";

    private final TestDatabase database = TestDatabase.on(SharedServers.postgres());
    private final EngineHarness engine = new EngineHarness();
    private final String account = database.name() + "_legacy";
    private final String second = database.name() + "_second";

    @BeforeEach
    void connect() {
        engine.connect(database, true, Map.of());
        database.execute(
                "CREATE ROLE " + account + " LOGIN PASSWORD '" + OLD + "'",
                "CREATE ROLE " + second + " LOGIN PASSWORD '" + OLD + "'");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Map<String, Object> role(Map<String, Object> more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("db_name", "app", "username", account, "rotation_period", "24h"));
        fields.putAll(more);
        fields.values().removeIf(""::equals);
        return fields;
    }

    private void write(Map<String, Object> more) {
        engine.write("static-roles/legacy-app", role(more));
    }

    private Map<String, Object> credentials() {
        return engine.read("static-creds/legacy-app");
    }

    private String password() {
        return String.valueOf(credentials().get("password"));
    }

    private boolean canLogin(String user, String password) {
        return database.server().canLogin(user, password, database.name());
    }

    private void rotate() {
        engine.write("rotate-role/legacy-app", Map.of());
    }

    @Test
    void theGuidesRoleIsRotatedAtOnceAndOnRequest() {
        write(Map.of("rotation_statements", GUIDE));
        Map<String, Object> first = credentials();

        assertThat(first)
                .containsEntry("username", account)
                .containsEntry("rotation_period", 86_400L)
                .containsKeys("password", "ttl", "last_vault_rotation");
        assertThat((Long) first.get("ttl")).isBetween(86_390L, 86_400L);
        assertThat(canLogin(account, password())).isTrue();
        assertThat(canLogin(account, OLD)).isFalse();

        engine.write("static-roles/legacy-app/rotate-credentials", Map.of());
        String second = password();
        rotate();

        assertThat(Set.of(String.valueOf(first.get("password")), second, password()))
                .hasSize(3);
        assertThat(canLogin(account, second)).isFalse();
        assertThat(canLogin(account, password())).isTrue();
        assertThat(engine.list("static-roles")).containsExactly("legacy-app");
        assertThat(engine.read("static-roles/legacy-app"))
                .containsEntry("username", account)
                .containsEntry("rotation_statements", List.of(GUIDE))
                .doesNotContainKeys("password", "rotation_error");
    }

    @Test
    void theProductsOwnStatementIsTheDefaultAndTheLeastPrivilegedAdministratorSuffices() {
        String admin = database.admin(false);
        database.execute("DROP ROLE " + account);
        SharedServers.postgres()
                .execute(
                        database.name(),
                        "SET ROLE " + admin + "; CREATE ROLE " + account + " LOGIN PASSWORD '" + OLD + "'");
        engine.connect(database, false, Map.of());

        write(Map.of());

        assertThat(canLogin(account, password())).isTrue();
    }

    @Test
    void aRoleIsRotatedByItselfWhenItIsDue() {
        write(Map.of("rotation_period", "10m"));
        String first = password();

        engine.moveClock(Duration.ofMinutes(9));
        engine.runDuties();
        assertThat(password()).isEqualTo(first);

        engine.moveClock(Duration.ofMinutes(2));
        engine.runDuties();
        Awaitility.await().until(() -> !password().equals(first));
        assertThat(canLogin(account, password())).isTrue();
        assertThat((Long) credentials().get("ttl")).isGreaterThan(9 * 60L);
    }

    @Test
    void aCronLineSaysWhenAndAMissedWindowIsWaitedOut() {
        write(Map.of("rotation_period", "", "rotation_schedule", "0 3 * * *", "rotation_window", "1h"));
        String first = password();
        Instant due = Instant.parse(
                String.valueOf(engine.read("static-roles/legacy-app").get("next_vault_rotation")));
        assertThat(due.toString()).endsWith("T03:00:00Z");

        engine.moveClock(Duration.between(engine.now(), due.plus(Duration.ofMinutes(61))));
        engine.runDuties();
        assertThat(engine.read("static-roles/legacy-app"))
                .containsEntry(
                        "next_vault_rotation", due.plus(Duration.ofDays(1)).toString());
        assertThat(password()).isEqualTo(first);

        engine.moveClock(Duration.ofHours(23).plusMinutes(30));
        engine.runDuties();
        Awaitility.await().until(() -> !password().equals(first));
    }

    @Test
    void aPausedRoleIsRotatedOnRequestOnly() {
        write(Map.of("rotation_period", "10m", "disable_automated_rotation", true));
        String first = password();

        engine.moveClock(Duration.ofHours(5));
        engine.runDuties();
        assertThat(credentials()).doesNotContainKey("ttl").containsEntry("password", first);

        rotate();
        assertThat(password()).isNotEqualTo(first);

        write(Map.of("rotation_period", "10m", "disable_automated_rotation", false));
        String second = password();
        engine.moveClock(Duration.ofHours(5));
        engine.runDuties();
        Awaitility.await().until(() -> !password().equals(second));
    }

    @Test
    void anAccountIsTakenOverWithoutRotatingIt() {
        write(Map.of("skip_import_rotation", true, "password", OLD));

        assertThat(credentials())
                .containsEntry("password", OLD)
                .containsEntry("username", account)
                .doesNotContainKey("last_vault_rotation");
        assertThat(canLogin(account, OLD)).isTrue();
        assertThat(engine.read("static-roles/legacy-app").values()).doesNotContain(OLD);

        rotate();
        assertThat(canLogin(account, OLD)).isFalse();
        assertThat(canLogin(account, password())).isTrue();
    }

    @Test
    void aPasswordThatTheServerRefusesIsNotTakenOver() {
        assertThatThrownBy(() -> write(Map.of("skip_import_rotation", true, "password", "wrong")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> engine.read("static-roles/legacy-app")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void anAccountTakenOverWithoutItsPasswordHasNoneToRead() {
        write(Map.of("skip_import_rotation", true));

        assertThatThrownBy(this::credentials)
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("not known before its first rotation");

        write(Map.of("password", OLD));
        assertThat(password()).isEqualTo(OLD);
    }

    @Test
    void twoAccountsAreUsedInTurnSoThatTheLastLoginGoesOnWorking() {
        write(Map.of("alternate_username", second));
        Map<String, Object> one = credentials();
        rotate();
        Map<String, Object> two = credentials();

        assertThat(one).containsEntry("username", account);
        assertThat(two).containsEntry("username", second);
        assertThat(canLogin(account, String.valueOf(one.get("password")))).isTrue();
        assertThat(canLogin(second, String.valueOf(two.get("password")))).isTrue();

        rotate();
        assertThat(credentials()).containsEntry("username", account);
        assertThat(canLogin(account, String.valueOf(one.get("password")))).isFalse();
        assertThat(canLogin(second, String.valueOf(two.get("password")))).isTrue();
    }

    @Test
    void aFirstRotationThatFailsLeavesNoRole() {
        assertThatThrownBy(() -> write(Map.of("username", "nobody_here")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> write(Map.of("rotation_statements", "ALTER USER nobody PASSWORD '{{password}}'")))
                .isInstanceOf(TargetRefusedException.class);

        assertThat(engine.list("static-roles")).isEmpty();
        assertThat(canLogin(account, OLD)).isTrue();
        write(Map.of());
        assertThat(canLogin(account, password())).isTrue();
    }

    @Test
    void aRotationThatFailsIsTriedAgainInTheBackground() {
        write(Map.of("rotation_period", "10m"));
        String first = password();
        database.execute("ALTER ROLE " + account + " RENAME TO " + account + "_gone");

        assertThatThrownBy(this::rotate)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("unable to finish rotating credentials; retries will continue in the background")
                .hasMessageContaining("does not exist");
        assertThat(engine.read("static-roles/legacy-app"))
                .containsEntry("rotation_attempts", 1)
                .containsKey("rotation_error");
        assertThat(password()).isEqualTo(first);

        database.execute("ALTER ROLE " + account + "_gone RENAME TO " + account);
        engine.moveClock(Duration.ofMinutes(2));
        engine.runDuties();
        Awaitility.await().until(() -> !password().equals(first));
        assertThat(canLogin(account, password())).isTrue();
        assertThat(engine.read("static-roles/legacy-app")).doesNotContainKeys("rotation_attempts", "rotation_error");
    }

    @Test
    void aDatabaseThatIsDownHoldsUpNeitherItsPasswordNorOtherDatabases() {
        try (FaultyProxy proxy =
                FaultyProxy.to(database.server().host(), database.server().port())) {
            engine.write(
                    "config/far",
                    Map.of(
                            "plugin_name",
                            "postgresql-database-plugin",
                            "allowed_roles",
                            "*",
                            "connection_url",
                            "postgresql://{{username}}:{{password}}@" + proxy.host() + ":" + proxy.port() + "/"
                                    + database.name(),
                            "username",
                            database.admin(true),
                            "password",
                            database.adminPassword(true)));
            write(Map.of("rotation_period", "10m"));
            engine.write(
                    "static-roles/far-app", Map.of("db_name", "far", "username", second, "rotation_period", "10m"));
            String near = password();
            String far = String.valueOf(engine.read("static-creds/far-app").get("password"));
            proxy.refuse();

            engine.moveClock(Duration.ofMinutes(11));
            engine.runDuties();
            Awaitility.await().until(() -> !password().equals(near));
            Awaitility.await().until(() -> engine.read("static-roles/far-app").containsKey("rotation_error"));
            assertThatThrownBy(() -> engine.write("rotate-role/far-app", Map.of()))
                    .isInstanceOf(TargetUnavailableException.class);
            assertThat(canLogin(second, far)).isTrue();

            proxy.pass();
            engine.moveClock(Duration.ofMinutes(30));
            Awaitility.await().until(() -> {
                engine.runDuties();
                return !engine.read("static-creds/far-app").get("password").equals(far);
            });
            assertThat(canLogin(
                            second,
                            String.valueOf(engine.read("static-creds/far-app").get("password"))))
                    .isTrue();
        }
    }

    @Test
    void rotationsOfSeveralProcessesEndWithOnePasswordThatWorks() throws Exception {
        write(Map.of());
        List<EngineHarness> others = List.of(engine.another(), engine.another(), engine.another());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> rotations = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                EngineHarness one = others.get(i % others.size());
                rotations.add(threads.submit(() -> one.write("rotate-role/legacy-app", Map.of())));
            }
            Set<Class<?>> failures = new HashSet<>();
            for (Future<?> rotation : rotations) {
                try {
                    rotation.get();
                } catch (java.util.concurrent.ExecutionException failure) {
                    failures.add(failure.getCause().getClass());
                }
            }
            assertThat(failures).isEmpty();
        } finally {
            threads.shutdownNow();
            others.forEach(EngineHarness::close);
        }

        assertThat(canLogin(account, password())).isTrue();
    }

    @Test
    void anAccountBelongsToOneRoleAndANameToOneKindOfRole() {
        write(Map.of());

        assertThatThrownBy(() -> engine.write("static-roles/other", role(Map.of())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("belongs to static role \"legacy-app\"");
        assertThatThrownBy(() -> engine.write(
                        "static-roles/other", role(Map.of("username", second, "alternate_username", account))))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> engine.role("legacy-app"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Role and Static Role names must be unique");
        engine.role("dynamic");
        assertThatThrownBy(() -> engine.write("static-roles/dynamic", role(Map.of("username", second))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Role and Static Role names must be unique");
        assertThat(canLogin(second, OLD)).isTrue();

        engine.delete("static-roles/legacy-app", Map.of());
        engine.write("static-roles/other", role(Map.of()));
        assertThat(canLogin(
                        account,
                        String.valueOf(engine.read("static-creds/other").get("password"))))
                .isTrue();
    }

    @Test
    void aDeletedRoleLeavesItsAccountAsItIs() {
        write(Map.of());
        String last = password();

        engine.delete("static-roles/legacy-app", Map.of());
        engine.delete("static-roles/legacy-app", Map.of());

        assertThatThrownBy(this::credentials).isInstanceOf(NotFoundException.class);
        assertThat(canLogin(account, last)).isTrue();
    }

    /** As if another process had written the same new role a moment before, and were about to change the account. */
    @Test
    void aNewRoleDoesNotReplaceARotationThatSomebodyElseHasBegun() {
        ManagedPassword theirs = new ManagedPassword("", "", account, "theirs", 0, 0, 1, Long.MAX_VALUE, "");
        engine.store("static-passwords/legacy-app", theirs);

        assertThatThrownBy(() -> write(Map.of())).isInstanceOf(ConflictException.class);

        assertThat(engine.stored("static-passwords/legacy-app", ManagedPassword.class))
                .isEqualTo(theirs);
        assertThat(engine.list("static-roles")).isEmpty();
        assertThat(canLogin(account, OLD)).isTrue();

        engine.delete("static-roles/legacy-app", Map.of("force", true));
        write(Map.of());
        assertThat(canLogin(account, password())).isTrue();
    }

    @Test
    void anUnfinishedRotationKeepsARoleFromBeingDeletedUnlessForced() {
        write(Map.of());
        try (FaultyProxy proxy =
                FaultyProxy.to(database.server().host(), database.server().port())) {
            engine.write(
                    "config/app",
                    Map.of(
                            "connection_url",
                            "postgresql://{{username}}:{{password}}@" + proxy.host() + ":" + proxy.port() + "/"
                                    + database.name()));
            proxy.refuse();
            assertThatThrownBy(this::rotate).isInstanceOf(TargetUnavailableException.class);

            assertThatThrownBy(() -> engine.delete("static-roles/legacy-app", Map.of()))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("unfinished rotation");
            engine.delete("static-roles/legacy-app", Map.of("force", true));
            assertThat(engine.list("static-roles")).isEmpty();
        }
    }

    @Test
    void whatIsFixedAndWhatIsMissingIsSaidByField() {
        write(Map.of());

        assertThatThrownBy(() -> write(Map.of("username", second)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot update static account username");
        engine.write("config/other", otherConnection());
        assertThatThrownBy(() -> write(Map.of("db_name", "other"))).hasMessageContaining("db_name");
        assertThatThrownBy(() -> engine.write("static-roles/x", Map.of("db_name", "app", "rotation_period", "1h")))
                .hasMessageContaining("username");
        assertThatThrownBy(() -> engine.write("static-roles/x", Map.of("db_name", "app", "username", second)))
                .hasMessageContaining("rotation_period");
        assertThatThrownBy(
                        () -> engine.write("static-roles/x", role(Map.of("username", second, "rotation_period", "4s"))))
                .hasMessageContaining("must be 5 seconds or more");
        assertThatThrownBy(() -> engine.write("static-roles/x", role(Map.of("username", second, "db_name", "none"))))
                .hasMessageContaining("failed to find entry for connection with name: \"none\"");
        assertThatThrownBy(() -> engine.write("static-roles/x", role(Map.of("username", database.admin(true)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("administrator");
        assertThatThrownBy(() -> engine.write(
                        "static-roles/x",
                        role(Map.of("username", second, "rotation_statements", "ALTER USER \"{{nam}}\""))))
                .hasMessageContaining("rotation_statements");
        assertThatThrownBy(() -> engine.write(
                        "static-roles/x", role(Map.of("username", second, "credential_type", "rsa_private_key"))))
                .hasMessageContaining("unsupported credential_type");
        assertThat(canLogin(second, OLD)).isTrue();
    }

    private Map<String, Object> otherConnection() {
        return Map.of(
                "plugin_name", "postgresql-database-plugin",
                "allowed_roles", "*",
                "connection_url", database.guideUrl(),
                "username", database.admin(true),
                "password", database.adminPassword(true));
    }

    @Test
    void aRoleThatIsNotAllowedIsNeitherReadNorRotated() {
        write(Map.of());
        engine.connect(database, true, Map.of("allowed_roles", "other-*"));

        assertThatThrownBy(this::credentials)
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("\"legacy-app\" is not an allowed role");
        assertThatThrownBy(this::rotate).isInstanceOf(PermissionDeniedException.class);
        assertThatThrownBy(() -> write(Map.of("rotation_period", "2h"))).isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void aNewScheduleCountsFromTheLastRotationAndRotatesNothing() {
        write(Map.of());
        String first = password();

        write(Map.of("rotation_period", "48h"));

        assertThat(password()).isEqualTo(first);
        assertThat((Long) credentials().get("ttl")).isGreaterThan(47 * 3600L);
    }

    @Test
    void aConnectionWithStaticRolesIsNotDeletedUnlessForced() {
        write(Map.of());

        assertThatThrownBy(() -> engine.delete("config/app", Map.of()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("legacy-app");
        engine.delete("config/app", Map.of("force", true));
        assertThatThrownBy(this::credentials).isInstanceOf(NotFoundException.class);
    }

    @Test
    void theAdministratorCannotBecomeAnAccountThatIsRotated() {
        write(Map.of());

        assertThatThrownBy(() -> engine.connect(database, true, Map.of("username", account, "password", password())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("locked out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'neil", "with space", "semi;colon", "quo\"te", "back\\slash", "{{password}}", "--", "$1"})
    void hostileAccountNamesAreQuotedOrRefused(String hostile) {
        String quoted = "\"" + (database.name() + hostile).replace("\"", "\"\"") + "\"";
        database.execute("CREATE ROLE " + quoted + " LOGIN PASSWORD '" + OLD + "'");

        write(Map.of("username", database.name() + hostile, "rotation_statements", GUIDE));

        assertThat(canLogin(database.name() + hostile, password())).isTrue();
        database.execute("DROP ROLE " + quoted);
    }
}
