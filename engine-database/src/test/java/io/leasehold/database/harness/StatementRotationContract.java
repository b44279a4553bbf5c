package io.leasehold.database.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.error.TargetRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plugin must do, besides, that takes statements for the rotation of passwords. */
public abstract class StatementRotationContract extends ManagedAccountsContract {

    /** Statements that set the password, each with {@code '{{password}}'} in quotes where it has it. */
    @Override
    protected abstract List<String> rotation();

    @Override
    protected abstract List<String> failingRotation();

    @Test
    void anAccountThatIsNotThereIsRefusedToStatementsOfOnesOwnToo() {
        String absent = unique("absent");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> set(absent, NEW, rotation(), new Change()));

        assertThat(refused.effectPossible()).isFalse();
        assertThat(database().accounts()).doesNotContain(absent);
    }

    @Test
    void everyPasswordArrivesThroughStatementsOfOnesOwn() {
        for (String password : HOSTILE) {
            set(account, password, rotation(), new Change());

            assertThat(canLogin(account, password)).as(password).isTrue();
        }
    }

    @Test
    void whatFailsHalfWayLeavesTheOldPasswordOrSaysSo() {
        List<String> statements = new ArrayList<>(rotation());
        statements.addAll(failingRotation());

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> set(account, NEW, statements, new Change()));

        assertThat(refused).hasMessageContaining("statement " + (rotation().size() + 1));
        assertThat(refused.effectPossible() || canLogin(account, OLD)).isTrue();
    }

    /** Another password may fit, so this is for the caller what a refusal by the server is. */
    @Test
    void aPasswordThatDoesNotFitTheStatementsIsRefused() {
        List<String> withoutQuotes = rotation().stream()
                .map(statement -> statement.replace("'{{password}}'", "{{password}}"))
                .toList();
        Change change = new Change(() -> {
            throw new AssertionError("nothing is to be changed");
        });

        TargetRefusedException refused = catchThrowableOfType(
                TargetRefusedException.class, () -> set(account, "not a word", withoutQuotes, change));

        assertThat(refused).hasMessageContaining("{{password}}").hasMessageContaining("quotes");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(text(refused)).doesNotContain("not a word");
    }
}
