package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.LeaseInfo;
import io.leasehold.MountInfo;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.LeaseholdEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations by path say and do what the methods do, and both refuse the same things in the same way. */
class SystemPathsTest {

    private static final String PATH = World.MOUNT + "/creds/app";

    private World world;
    private SecretBroker broker;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        broker = world.broker();
    }

    @Test
    void aLookupByPathShowsWhatTheMethodShows() {
        String id = issue();
        broker.leases().renew(id);
        LeaseInfo info = broker.leases().lookup(id);

        for (Map<String, Object> shown : List.of(
                broker.write("sys/leases/lookup", Map.of("lease_id", id)).data(),
                broker.write("sys/leases/lookup/" + id).data(),
                broker.read("sys/leases/lookup/" + id).data())) {
            assertThat(shown)
                    .containsEntry("id", info.id())
                    .containsEntry("path", info.path())
                    .containsEntry("state", "active")
                    .containsEntry("target", info.targetId())
                    .containsEntry("account", info.account().orElseThrow())
                    .containsEntry("issue_time", info.issuedAt().toString())
                    .containsEntry("expire_time", info.expiresAt().toString())
                    .containsEntry(
                            "last_renewal", info.lastRenewal().orElseThrow().toString())
                    .containsEntry("hard_end", info.hardEnd().orElseThrow().toString())
                    .containsEntry("renewable", true);
        }
    }

    @Test
    void listsAndCountsByPathAreThoseOfTheMethods() {
        issue();
        issue();
        for (String folder : List.of("", "accounts/", "accounts/creds", PATH + "/")) {
            assertThat(broker.list("sys/leases/lookup/" + folder))
                    .isEqualTo(broker.leases().list(folder))
                    .isNotEmpty();
        }
        assertThat(broker.leases().list("accounts")).containsExactly("creds/");
        assertThat(broker.leases().list(PATH)).hasSize(2).allMatch(name -> name.length() == 24);
        assertThat(broker.read("sys/leases/count").data().get("lease_count")).isEqualTo(2L);
        assertThat(broker.leases().count("")).isEqualTo(2);
        assertThat(broker.leases().count("accounts/creds/ap")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sys/leases/renew", "sys/renew"})
    void aRenewalByPathIsTheMethods(String path) {
        String id = issue();

        assertThat((Long) broker.write(path, Map.of("lease_id", id, "increment", "40m"))
                        .data()
                        .get("lease_duration"))
                .isEqualTo(2400L);
        Map<String, Object> capped =
                broker.write(path + "/" + id, Map.of("increment", 7200)).data();
        assertThat((Long) capped.get("lease_duration")).isBetween(3590L, 3600L);
        assertThat(capped).containsEntry("lease_id", id).containsEntry("renewable", true);
        assertThat(broker.write(path + "/" + id, Map.of("increment", 7200)).warnings())
                .singleElement()
                .asString()
                .contains("exceeded the effective max_ttl");
    }

    @ParameterizedTest
    @CsvSource({"sys/leases/revoke,true", "sys/revoke,true", "sys/leases/revoke,false"})
    void aRevocationByPathIsTheMethods(String path, boolean inPath) {
        String id = issue();
        if (inPath) {
            broker.write(path + "/" + id);
        } else {
            broker.write(path, Map.of("lease_id", id));
        }
        assertThat(world.accounts()).isEmpty();
        assertThatCode(() -> broker.write(path + "/" + id)).doesNotThrowAnyException();
    }

    @Test
    void aRevocationThatIsNotWaitedForHappensInTheBackground() {
        String id = issue();
        world.target.setDown(true);
        broker.write("sys/leases/revoke/" + id, Map.of("sync", false));
        assertThat(world.accounts()).hasSize(1);

        world.target.setDown(false);
        world.pass(Duration.ofSeconds(3));
        assertThat(world.accounts()).isEmpty();
    }

    /** What a target cannot do is for whoever asked to know, and how long it will last. */
    @Test
    void whatARevocationCannotDoIsTold() {
        world.target.setRemarks("a session stays");
        String id = issue();
        String until = "a session stays until " + broker.leases().lookup(id).expiresAt();

        assertThat(broker.leases().revokeWithWarnings(id)).containsExactly(until);

        String byPath = issue();
        until = "a session stays until " + broker.leases().lookup(byPath).expiresAt();
        assertThat(broker.write("sys/leases/revoke/" + byPath).warnings()).containsExactly(until);
        assertThat(broker.write("sys/leases/revoke/" + byPath).warnings()).isEmpty();
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void ofManyLeasesTheFirstWarningsAreTold() {
        world.target.setRemarks("a session stays");
        for (int i = 0; i < 7; i++) {
            issue();
        }

        List<String> warnings = broker.write("sys/leases/revoke-prefix/" + PATH).warnings();

        assertThat(warnings).hasSize(6);
        assertThat(warnings.subList(0, 5))
                .allSatisfy(warning ->
                        assertThat(warning).startsWith("lease " + PATH + "/").contains("a session stays until "));
        assertThat(warnings.get(5)).isEqualTo("2 more leases have warnings, which are in the log");
        assertThat(world.accounts()).isEmpty();
    }

    /** What runs out by itself needs no warning that it is still of use. */
    @Test
    void anEngineIsToldWhetherALeaseHasRunOut() {
        broker.leases().revoke(issue());
        issue();
        world.pass(Duration.ofHours(2));

        assertThat(world.accounts()).isEmpty();
        assertThat(world.target.early()).containsExactly(true, false);
    }

    @Test
    void bulkOperationsByPathTellTheSameNumbers() {
        issue();
        issue();
        world.role("app2", Map.of());
        broker.read(World.MOUNT + "/creds/app2");
        assertThat(broker.write("sys/leases/revoke-prefix/" + PATH).data()).containsEntry("revoked", 2);
        assertThat(broker.leases().revokePrefix(PATH)).isZero();
        assertThat(broker.write("sys/leases/revoke-force/accounts/").data()).containsEntry("revoked", 1);
        assertThat(world.accounts()).isEmpty();
    }

    @Test
    void irrevocableLeasesAreListedWithTheirErrors() {
        String id = issue();
        issue();
        world.target.setRefusing(true);
        broker.write("sys/leases/revoke/" + id, Map.of("sync", false));
        // Not so long that the other one ends.
        while (world.rows().stream().noneMatch(row -> row.attempts() >= 6)
                && world.store.now().isBefore(world.row(id).issuedAt().plusSeconds(7_000))) {
            world.pass(Duration.ofSeconds(30));
        }
        Map<String, Object> shown = broker.read("sys/leases", Map.of("type", "irrevocable", "limit", "none"))
                .data();
        assertThat(shown.get("leases").toString()).contains(id).contains("depends on the account");
        assertThatThrownBy(() -> broker.leases().renew(id))
                .isInstanceOf(LeaseExpiredException.class)
                .hasMessageContaining("lease is expired and has failed previous revocation attempts");
        assertThatThrownBy(() -> broker.read("sys/leases")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void mountsByPathAreThoseOfTheMethods() {
        broker.write(
                "sys/mounts/team/one", Map.of("type", AccountEngine.TYPE, "config", Map.of("max_lease_ttl", "2h")));
        MountInfo info = broker.mounts().list().get("team/one/");
        assertThat(info.maxLeaseTtl()).isEqualTo(Duration.ofHours(2));
        assertThat(broker.read("sys/mounts/team/one").data()).containsEntry("uuid", info.id());
        assertThat(broker.read("sys/mounts/team/one/tune").data()).containsEntry("uuid", info.id());
        assertThat(broker.read("sys/mounts").data()).containsOnlyKeys("accounts/", "team/one/");
        assertThat(broker.list("sys/mounts")).containsExactly("accounts/", "team/one/");

        broker.write("sys/mounts/team/one/tune", Map.of("max_lease_ttl", "system", "description", "one"));
        assertThat(broker.mounts().list().get("team/one/").maxLeaseTtl()).isEqualTo(Duration.ofDays(32));

        broker.delete("sys/mounts/team/one");
        assertThat(broker.mounts().list()).containsOnlyKeys("accounts/");
    }

    @Test
    void limitsHoldAndSayWhenToComeBack() {
        broker.write("sys/quotas/lease-count/few", Map.of("path", PATH, "max_leases", 2));
        issue();
        String second = issue();
        assertThatThrownBy(this::issue)
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit exceeded");
        assertThat(world.rows()).hasSize(2);
        broker.leases().revoke(second);
        issue();
        broker.delete("sys/quotas/lease-count/few");

        broker.write("sys/quotas/rate-limit/slow", Map.of("path", World.MOUNT, "rate", 1, "interval", "1m"));
        issue();
        assertThatThrownBy(this::issue)
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.retryAfter().orElseThrow())
                                .isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1)));
        world.time.advance(Duration.ofMinutes(1));
        issue();
        assertThat(broker.list("sys/quotas/rate-limit")).containsExactly("slow");
        assertThat(broker.list("sys/quotas/lease-count")).isEmpty();
    }

    @Test
    void quotasCountCredentialsThatEndByThemselves() {
        world.role("app", Map.of("default_ttl", "10m"));
        broker.write("sys/quotas/rate-limit/slow", Map.of("path", World.MOUNT, "rate", 1, "interval", "1m"));
        broker.read(World.MOUNT + "/tickets/app");

        assertThatThrownBy(() -> broker.read(World.MOUNT + "/tickets/app"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit exceeded");
        assertThat(world.events.of(LeaseholdEvent.IssueFailed.class)).hasSize(1);
    }

    private static Stream<Named<BiConsumer<SecretBroker, String>>> waysToRenew() {
        return Stream.of(
                Named.of("method", (broker, id) -> broker.leases().renew(id)),
                Named.of("path", (broker, id) -> broker.write("sys/leases/renew/" + id)),
                Named.of("field", (broker, id) -> broker.write("sys/leases/renew", Map.of("lease_id", id))));
    }

    @ParameterizedTest
    @MethodSource("waysToRenew")
    void renewingWhatIsNotOrNoLongerThereFailsAlike(BiConsumer<SecretBroker, String> renew) {
        assertThatThrownBy(() -> renew.accept(broker, PATH + "/neverIssued0123456789ABCD"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("lease not found");
        String id = issue();
        world.time.advance(Duration.ofMinutes(11));
        assertThatThrownBy(() -> renew.accept(broker, id))
                .isInstanceOf(LeaseExpiredException.class)
                .hasMessageContaining("lease expired");
        world.role("fixed", Map.of("default_ttl", "10m", "renewable", false));
        String fixed =
                broker.read(World.MOUNT + "/creds/fixed").lease().orElseThrow().id();
        assertThatThrownBy(() -> renew.accept(broker, fixed))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("lease is not renewable");
    }

    private static Stream<Named<BadRequest>> badRequests() {
        return Stream.of(
                bad(
                        "lookup of an unknown lease",
                        NotFoundException.class,
                        "invalid lease",
                        b -> b.leases().lookup("x/y")),
                bad("the same by path", NotFoundException.class, "invalid lease", b -> b.read("sys/leases/lookup/x/y")),
                bad(
                        "no lease",
                        InvalidRequestException.class,
                        "lease_id must be specified",
                        b -> b.leases().renew("")),
                bad(
                        "no lease by path",
                        InvalidRequestException.class,
                        "lease_id must be specified",
                        b -> b.write("sys/leases/revoke")),
                bad(
                        "every lease there is",
                        InvalidRequestException.class,
                        "prefix",
                        b -> b.leases().revokePrefix("")),
                bad(
                        "a negative increment",
                        InvalidRequestException.class,
                        "increment",
                        b -> b.leases().renew("x", Duration.ofSeconds(-1))),
                bad(
                        "a negative increment by path",
                        InvalidRequestException.class,
                        "increment",
                        b -> b.write("sys/leases/renew/x", Map.of("increment", -1))),
                bad(
                        "an id without end",
                        InvalidRequestException.class,
                        "512",
                        b -> b.leases().lookup("x".repeat(600))),
                bad("an unknown mount", NotFoundException.class, "nowhere", b -> b.read("nowhere/creds/app")),
                bad("an unknown path", NotFoundException.class, "no such path", b -> b.read("accounts/cards/app")),
                bad("an unknown system path", NotFoundException.class, "no such path", b -> b.read("sys/cheese")),
                bad("the system itself", NotFoundException.class, "no such path", b -> b.read("sys")),
                bad("an unknown role", NotFoundException.class, "unknown role", b -> b.read("accounts/creds/none")),
                bad(
                        "a write where one can only read",
                        InvalidRequestException.class,
                        "unsupported operation",
                        b -> b.write("accounts/creds/app")),
                bad(
                        "a deletion of a lease's path",
                        InvalidRequestException.class,
                        "unsupported operation",
                        b -> b.delete("sys/leases/revoke/x")),
                bad(
                        "a list where there is none",
                        InvalidRequestException.class,
                        "unsupported operation",
                        b -> b.list("accounts/creds/app")),
                bad(
                        "an unknown field",
                        InvalidRequestException.class,
                        "default_ttl",
                        b -> b.write("accounts/roles/x", Map.of("default_tll", "1h"))),
                bad(
                        "a malformed duration",
                        InvalidRequestException.class,
                        "default_ttl",
                        b -> b.write("accounts/roles/x", Map.of("default_ttl", "1 fortnight"))),
                bad(
                        "a limit below nothing",
                        InvalidRequestException.class,
                        "max_leases",
                        b -> b.write("sys/quotas/lease-count/x", Map.of("max_leases", -1))),
                bad(
                        "an unknown limit",
                        NotFoundException.class,
                        "no lease-count quota",
                        b -> b.read("sys/quotas/lease-count/x")));
    }

    private record BadRequest(
            Class<? extends LeaseholdException> type, String message, Consumer<SecretBroker> request) {}

    private static Named<BadRequest> bad(
            String name, Class<? extends LeaseholdException> type, String message, Consumer<SecretBroker> request) {
        return Named.of(name, new BadRequest(type, message, request));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestSaysWhatIsWrongAndLeavesNothing(BadRequest bad) {
        assertThatThrownBy(() -> bad.request().accept(broker))
                .isInstanceOf(bad.type())
                .hasMessageContaining(bad.message());
        assertThat(world.rows()).isEmpty();
        assertThat(broker.read(PATH).lease()).isPresent();
    }

    private String issue() {
        return broker.read(PATH).lease().orElseThrow().id();
    }
}
