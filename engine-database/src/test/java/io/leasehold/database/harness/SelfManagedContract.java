package io.leasehold.database.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static roles whose accounts change their own passwords, on a real server. The accounts may do nothing but log in. */
public abstract class SelfManagedContract {

    protected static final String OLD = "the-0ld-password";
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int MORE_STEPS_THAN_THERE_ARE = 40;

    private final EngineHarness engine = new EngineHarness();
    protected final String account = "selfish" + COUNTER.incrementAndGet();

    /** The fields of a connection without a login. */
    protected abstract Map<String, Object> connection();

    /** Makes an account without any right. */
    protected abstract void create(String name, String password);

    /** Sets a password as an operator would, behind the broker's back. */
    protected abstract void setByHand(String name, String password);

    protected abstract void drop(String name);

    protected abstract boolean canLogin(String name, String password);

    /** Statements by which an account sets its own password. */
    protected abstract String statement();

    @BeforeEach
    void connect() {
        create(account, OLD);
        Map<String, Object> fields = new HashMap<>(connection());
        fields.put("allowed_roles", "*");
        fields.put("self_managed", true);
        engine.write("config/app", fields);
    }

    @AfterEach
    void close() {
        engine.atEachStep(() -> {});
        engine.close();
        drop(account);
    }

    private void write(Map<String, Object> more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("db_name", "app", "username", account, "rotation_period", "10m"));
        fields.putAll(more);
        engine.write("static-roles/legacy", fields);
    }

    protected void onboard() {
        write(Map.of("self_managed_password", OLD));
    }

    private String password() {
        return String.valueOf(engine.read("static-creds/legacy").get("password"));
    }

    private ManagedPassword stored() {
        return engine.stored("static-passwords/legacy", ManagedPassword.class);
    }

    private void rotate(EngineHarness process) {
        process.write("rotate-role/legacy", Map.of());
    }

    protected void assertRotated(String former) {
        assertThat(password()).isNotEqualTo(former);
        assertThat(canLogin(account, password())).isTrue();
        assertThat(canLogin(account, former)).isFalse();
    }

    @Test
    void theAccountIsRotatedAtOnceOnRequestAndWhenDueByItsOwnLogin() {
        onboard();
        assertRotated(OLD);

        String first = password();
        rotate(engine);
        assertRotated(first);

        String second = password();
        engine.moveClock(Duration.ofMinutes(11));
        engine.runDuties();
        Awaitility.await().until(() -> !password().equals(second));
        assertRotated(second);
        assertThat(engine.read("static-roles/legacy")).doesNotContainKeys("password", "self_managed_password");
        assertThat(engine.read("config/app")).containsEntry("self_managed", true);
        engine.write("reset/app", Map.of());
    }

    @Test
    void statementsOfOnesOwnRunAsTheAccount() {
        write(Map.of("self_managed_password", OLD, "rotation_statements", statement()));

        assertRotated(OLD);
    }

    @Test
    void thePresentPasswordIsRequiredAndTriedBeforeAnythingElse() {
        assertThatThrownBy(() -> write(Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("self_managed_password")
                .hasMessageContaining("is required");
        assertThatThrownBy(() -> write(Map.of("self_managed_password", "wr0ng")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("self_managed_password")
                .hasMessageContaining("the server refuses a login")
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> write(Map.of("self_managed_password", OLD, "password", OLD)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("give one of both");

        assertThat(engine.list("static-roles")).isEmpty();
        assertThat(canLogin(account, OLD)).isTrue();
        write(Map.of("password", OLD));
        assertRotated(OLD);
    }

    @Test
    void aRoleThatSkipsItsImportServesThePresentPasswordUntilItIsRotated() {
        write(Map.of("self_managed_password", OLD, "skip_import_rotation", true));

        assertThat(password()).isEqualTo(OLD);
        assertThat(canLogin(account, OLD)).isTrue();
        rotate(engine);
        assertRotated(OLD);
    }

    @Test
    void aPasswordThatWasChangedByHandIsAskedForAndTheAccountIsNotLockedOutByTries() {
        onboard();
        setByHand(account, "by-hand");

        assertThatThrownBy(() -> rotate(engine))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("as self_managed_password");
        for (int attempts = 2; attempts <= 3; attempts++) {
            int expected = attempts;
            engine.moveClock(Duration.ofMinutes(20));
            // The attempt before is stored a moment before its target is free again.
            Awaitility.await().until(() -> {
                engine.runDuties();
                return isAfter(expected);
            });
        }
        engine.moveClock(Duration.ofHours(12));
        engine.runDuties();
        Awaitility.await().during(Duration.ofMillis(500)).until(() -> stored().attempts() == 3);
        engine.moveClock(Duration.ofHours(13));
        engine.runDuties();
        Awaitility.await().until(() -> isAfter(4));

        write(Map.of("self_managed_password", "by-hand"));
        assertThat(password()).isEqualTo("by-hand");
        rotate(engine);
        assertRotated("by-hand");
        assertThat(stored().attempts()).isZero();
    }

    private boolean isAfter(int attempts) {
        assertThat(stored().attempts()).isLessThanOrEqualTo(attempts);
        return stored().attempts() == attempts && !stored().isPending();
    }

    @Test
    void whateverTheStepWhereAProcessEndsTheNextOneGoesOn() {
        onboard();
        int step = 0;
        while (step < MORE_STEPS_THAN_THERE_ARE && isKilledAt(step)) {
            ManagedPassword left = stored();
            assertThat(canLogin(account, left.password()) || canLogin(account, left.pendingPassword()))
                    .as("killed at step " + step)
                    .isTrue();
            String former = left.password();
            try (EngineHarness next = engine.another()) {
                rotate(next);
            }
            assertRotated(former);
            step++;
        }

        assertThat(step).as("steps of a rotation").isBetween(6, MORE_STEPS_THAN_THERE_ARE - 1);
    }

    /** Ends a rotation at a step; false when there are fewer. */
    private boolean isKilledAt(int step) {
        AtomicInteger passed = new AtomicInteger();
        engine.atEachStep(() -> {
            if (passed.getAndIncrement() == step) {
                throw new Killed();
            }
        });
        Throwable end = catchThrowable(() -> rotate(engine));
        engine.atEachStep(() -> {});
        assertThat(end).isIn(null, end instanceof Killed ? end : null);
        return end != null;
    }

    /** The process is gone: nothing of it runs on. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    @Test
    void aPresentPasswordThatIsWrittenDuringAnUnfinishedRotationKeepsThePendingOne() {
        onboard();
        int step = 0;
        while (!stored().isPending()) {
            isKilledAt(step);
            step++;
        }
        String pending = stored().pendingPassword();
        setByHand(account, "by-hand");

        write(Map.of("self_managed_password", "by-hand"));

        assertThat(stored().password()).isEqualTo("by-hand");
        assertThat(stored().pendingPassword()).isEqualTo(pending);
        rotate(engine);
        assertRotated("by-hand");
    }

    @Test
    void anAccountThatIsGoneIsToldAsOneThatCannotLogIn() {
        assertThatThrownBy(() -> write(Map.of("username", "nobody_here", "self_managed_password", OLD)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nobody_here");
        assertThatThrownBy(() -> engine.read("static-creds/legacy")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatTakesAnAdministratorIsRefused() {
        assertThatThrownBy(() -> engine.read("capacity/app"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no administrator");
        assertThatThrownBy(() -> engine.write("rotate-root/app", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("unable to rotate root credentials");
    }
}
