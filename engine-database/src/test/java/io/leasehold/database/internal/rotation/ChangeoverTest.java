package io.leasehold.database.internal.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change of a password that may end at every step, against a server in memory. */
class ChangeoverTest {

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int MORE_POINTS_THAN_THERE_ARE = 60;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Interruptions interruptions = new Interruptions();
    private final FakeAccounts server = new FakeAccounts(interruptions);
    private final FakeJournal journal = new FakeJournal(ManagedPassword.known("app", "old", now), interruptions);
    private final Changeover changeover = new Changeover(() -> now, TimeSource.system(), new Random(1));
    private final FakeLogin login = new FakeLogin();

    ChangeoverTest() {
        server.passwords.put("app", "old");
    }

    private class FakeLogin implements ManagedLogin {

        private int made;
        private String adopted = "";

        @Override
        public String describe() {
            return "static role \"app\"";
        }

        @Override
        public String nextAccount(ManagedPassword current) {
            return "app";
        }

        @Override
        public SecretText newPassword() {
            return SecretText.of("new" + ++made);
        }

        @Override
        public List<String> statements() {
            return List.of();
        }

        @Override
        public Optional<Instant> next(Instant time) {
            return Optional.of(time.plus(PERIOD));
        }

        @Override
        public <T> T onTarget(Function<ManagedAccounts, T> work) {
            return work.apply(server);
        }

        @Override
        public void adopt(ManagedPassword proven, Duration timeLimit) {
            interruptions.point("before the adoption");
            adopted = proven.pendingPassword();
            interruptions.point("after the adoption");
        }
    }

    @Test
    void aRotationSetsProvesAndCommits() {
        changeover.rotate(journal, login);

        assertThat(server.passwords).containsEntry("app", "new1");
        assertThat(journal.state().password()).isEqualTo("new1");
        assertThat(journal.state().isPending()).isFalse();
        assertThat(journal.state().lastRotation()).isEqualTo(now.toEpochMilli());
        assertThat(journal.state().nextRotation()).isEqualTo(now.plus(PERIOD).toEpochMilli());
        assertThat(login.adopted).isEqualTo("new1");
    }

    /** Whatever the point where the process is killed, one of the two passwords in the journal works, and a retry ends it. */
    @TestFactory
    List<DynamicTest> aKillAtAnyPointLocksNobodyOut() {
        return java.util.stream.IntStream.range(0, MORE_POINTS_THAN_THERE_ARE)
                .mapToObj(point -> DynamicTest.dynamicTest(
                        "killed at point " + point,
                        () -> new ChangeoverTest().survives(point, () -> new Interruptions.Killed("at " + point))))
                .toList();
    }

    /** Likewise when a call fails and its outcome is unknown. */
    @TestFactory
    List<DynamicTest> aLostAnswerAtAnyPointLocksNobodyOut() {
        return java.util.stream.IntStream.range(0, MORE_POINTS_THAN_THERE_ARE)
                .mapToObj(point -> DynamicTest.dynamicTest(
                        "lost at point " + point,
                        () -> new ChangeoverTest()
                                .survives(point, () -> new TargetUnavailableException("lost", true, null))))
                .toList();
    }

    private void survives(int point, Supplier<? extends Throwable> failure) {
        interruptions.arm(point, failure);
        Throwable seen = catchThrowable(() -> changeover.rotate(journal, login));
        boolean reached = interruptions.passed() > point;
        interruptions.disarm();
        assertNobodyIsLockedOut();
        if (!reached) {
            assertThat(seen).isNull();
        }

        changeover.rotate(journal, login);

        assertThat(journal.state().isPending()).isFalse();
        assertThat(server.passwords).containsEntry("app", journal.state().password());
        assertThat(login.adopted).isEqualTo(journal.state().password());
        assertThat(journal.state().password()).isNotEqualTo("old");
    }

    private void assertNobodyIsLockedOut() {
        assertThat(server.passwords.get("app"))
                .isIn(journal.state().password(), journal.state().pendingPassword());
    }

    @Test
    void thePointsAreReached() {
        interruptions.arm(MORE_POINTS_THAN_THERE_ARE, AssertionError::new);
        changeover.rotate(journal, login);

        assertThat(interruptions.passed()).isBetween(12, MORE_POINTS_THAN_THERE_ARE - 1);
    }

    @Test
    void aPasswordThatCameThroughIsFoundByALoginAndNotSetAgain() {
        journal.set(journal.state().begun("app", "sent", now));
        server.passwords.put("app", "sent");

        changeover.rotate(journal, login);

        assertThat(server.changes).isZero();
        assertThat(journal.state().password()).isEqualTo("sent");
        assertThat(login.adopted).isEqualTo("sent");
    }

    @Test
    void whoeverFindsAPendingPasswordSetsThatOne() {
        journal.set(journal.state().begun("app", "pending", now));

        changeover.rotate(journal, login);

        assertThat(server.passwords).containsEntry("app", "pending");
        assertThat(login.made).isZero();
    }

    @Test
    void aRefusedPasswordIsNotTriedAgain() {
        server.refuses = true;

        assertThatThrownBy(() -> changeover.rotate(journal, login)).isInstanceOf(TargetRefusedException.class);
        assertThat(journal.state().isPending()).isFalse();
        assertThat(journal.state().password()).isEqualTo("old");
        assertThat(journal.state().attempts()).isEqualTo(1);
        assertThat(journal.state().lastError()).contains("does not please");
        assertThat(journal.state().notBefore()).isGreaterThan(now.toEpochMilli());

        server.refuses = false;
        changeover.rotate(journal, login);

        assertThat(server.passwords).containsEntry("app", "new2");
        assertThat(journal.state().lastError()).isEmpty();
        assertThat(journal.state().attempts()).isZero();
    }

    /** The other one has been let in by the journal, and may set it right after the refusal. */
    @Test
    void aRefusedPasswordThatSomebodyElseMayBeSettingIsKept() {
        journal.set(journal.state().begun("app", "shared", now.plusSeconds(30)));
        server.refuses = true;

        assertThatThrownBy(() -> changeover.rotate(journal, login)).isInstanceOf(TargetRefusedException.class);
        assertThat(journal.state().pendingPassword()).isEqualTo("shared");

        now = now.plus(Duration.ofHours(1));
        assertThatThrownBy(() -> changeover.rotate(journal, login)).isInstanceOf(TargetRefusedException.class);
        assertThat(journal.state().isPending()).isFalse();
    }

    @Test
    void aRefusalOfWhatTheServerHasAlreadyIsNoRefusal() {
        journal.set(journal.state().begun("app", "sent", now));
        server.refuses = true;
        // The first login comes before a late change, the second after it.
        FakeAccounts late = new FakeAccounts(interruptions) {
            @Override
            public boolean accepts(String username, SecretText password, Duration timeLimit) {
                boolean taken = super.accepts(username, password, timeLimit);
                passwords.put("app", "sent");
                return taken;
            }
        };
        late.refuses = true;
        late.passwords.put("app", "old");

        changeover.rotate(journal, new FakeLogin() {
            @Override
            public <T> T onTarget(Function<ManagedAccounts, T> work) {
                return work.apply(late);
            }
        });

        assertThat(journal.state().password()).isEqualTo("sent");
    }

    @Test
    void statementsThatChangeNothingAreToldFromAnAccountThatMayNotLogIn() {
        server.ignores = true;

        assertThatThrownBy(() -> changeover.rotate(journal, login)).hasMessageContaining("{{password}}");
        assertThat(journal.state().isPending()).isFalse();

        server.ignores = false;
        server.locked.add("app");

        assertThatThrownBy(() -> changeover.rotate(journal, login)).hasMessageContaining("may log in");
        assertThat(journal.state().isPending()).isTrue();
        assertThat(server.passwords).containsEntry("app", journal.state().pendingPassword());

        server.locked.clear();
        changeover.rotate(journal, login);

        assertThat(server.changes).isEqualTo(1);
        assertThat(server.passwords).containsEntry("app", journal.state().password());
    }

    @Test
    void aStateThatWasDeletedIsNotBroughtBackAndTheServerIsNotTold() {
        FakeLogin deleting = new FakeLogin() {
            @Override
            public <T> T onTarget(Function<ManagedAccounts, T> work) {
                journal.set(null);
                return super.onTarget(work);
            }
        };

        assertThatThrownBy(() -> changeover.rotate(journal, deleting)).isInstanceOf(NotFoundException.class);
        assertThat(server.passwords).containsEntry("app", "old");
    }

    @Test
    void aPasswordThatSomebodyElseCommittedMeanwhileIsTheResult() {
        FakeLogin racing = new FakeLogin() {
            @Override
            public void adopt(ManagedPassword proven, Duration timeLimit) {
                journal.set(proven.committed(now, now.plus(PERIOD)));
            }
        };

        assertThat(changeover.rotate(journal, racing).password()).isEqualTo("new1");
    }

    @Test
    void aRotationThatSomebodyElseFinishedMeanwhileIsWhatWasAskedFor() {
        FakeLogin racing = new FakeLogin() {
            @Override
            public <T> T onTarget(Function<ManagedAccounts, T> work) {
                journal.set(ManagedPassword.known("app", "theirs", now));
                server.passwords.put("app", "theirs");
                return super.onTarget(work);
            }
        };

        assertThat(changeover.rotate(journal, racing).password()).isEqualTo("theirs");
        assertThat(journal.state().password()).isEqualTo("theirs");
        assertThat(server.changes).isZero();
    }

    @Test
    void aPendingPasswordThatSomebodyElseGaveUpIsNotSet() {
        FakeLogin racing = new FakeLogin() {
            @Override
            public <T> T onTarget(Function<ManagedAccounts, T> work) {
                journal.set(ManagedPassword.known("app", "old", now));
                return super.onTarget(work);
            }
        };

        assertThatThrownBy(() -> changeover.rotate(journal, racing)).isInstanceOf(ConflictException.class);
        assertThat(server.passwords).containsEntry("app", "old");
    }

    @Test
    void pausesDoubleUpToALimit() {
        server.passwords.clear();
        long last = 0;
        for (int failure = 1; failure <= 12; failure++) {
            assertThatThrownBy(() -> changeover.rotate(journal, login)).hasMessageContaining("no account");
            long pause = journal.state().notBefore() - now.toEpochMilli();
            assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(15).toMillis());
            last = pause;
        }

        assertThat(journal.state().attempts()).isEqualTo(12);
        assertThat(last).isGreaterThanOrEqualTo(Duration.ofMinutes(5).toMillis());
    }
}
