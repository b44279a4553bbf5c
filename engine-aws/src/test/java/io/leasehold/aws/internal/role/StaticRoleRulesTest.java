package io.leasehold.aws.internal.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.role.StaticRoleRules.CrossAccount;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticRoleRulesTest {

    private static final String ROLE = "arn:aws:iam::210987654321:role/Keys";
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";

    private static AwsStaticRole.Builder hourly() {
        return AwsStaticRole.builder().username("legacy").rotationPeriod(Duration.ofHours(1));
    }

    private static void refused(String field, String words, UnaryOperator<AwsStaticRole.Builder> change) {
        AwsStaticRole role = change.apply(hourly()).build();
        assertThatThrownBy(() -> StaticRoleRules.of(role))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains(field))
                .hasMessageContaining(words);
    }

    private static StaticRoleRules taken(UnaryOperator<AwsStaticRole.Builder> change) {
        return StaticRoleRules.of(change.apply(hourly()).build());
    }

    @Test
    void aNameAndAPeriodAreEnough() {
        StaticRoleRules rules = taken(role -> role);

        assertThat(rules.username()).isEqualTo("legacy");
        assertThat(rules.schedule()).isEqualTo(new RotationSchedule.Every(Duration.ofHours(1)));
        assertThat(rules.grace()).isEqualTo(Duration.ofMinutes(30));
        assertThat(rules.leftAlone()).isFalse();
        assertThat(rules.paused()).isFalse();
        assertThat(rules.through()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "a:b"})
    void aUsernameIsOneThatIamTakes(String name) {
        refused("username", name.isEmpty() ? "is required" : "AWS takes names", role -> role.username(name));
    }

    @Test
    void aUsernameHas64CharactersAtMost() {
        assertThatCode(() -> taken(role -> role.username("u".repeat(64)))).doesNotThrowAnyException();
        refused("username", "AWS takes names", role -> role.username("u".repeat(65)));
    }

    @Test
    void aPeriodIsAMinuteAtLeast() {
        assertThat(taken(role -> role.rotationPeriod(Duration.ofSeconds(60))).grace())
                .isEqualTo(Duration.ofSeconds(30));
        refused("rotation_period", "60 seconds or more", role -> role.rotationPeriod(Duration.ofSeconds(59)));
        refused("rotation_period", "is missing", role -> role.rotationPeriod(Duration.ZERO));
    }

    @Test
    void aScheduleStandsForAPeriod() {
        refused("rotation_schedule", "stands beside", role -> role.rotationSchedule("0 3 * * SUN"));
        refused("rotation_window", "has no meaning", role -> role.rotationWindow(Duration.ofHours(2)));
        refused(
                "rotation_schedule",
                "is no cron schedule",
                role -> role.rotationPeriod(Duration.ZERO).rotationSchedule("at noon"));
        assertThat(taken(role -> role.rotationPeriod(Duration.ZERO)
                                .rotationSchedule("0 3 * * SUN")
                                .rotationWindow(Duration.ofHours(2)))
                        .schedule())
                .isInstanceOf(RotationSchedule.AtTimes.class);
    }

    @ParameterizedTest
    @CsvSource({"3h, PT1H", "90m, PT45M", "2h, PT1H", "1m, PT30S"})
    void theGraceIsAnHourOrHalfOfTheTimeToTheNextRotation(String period, Duration grace) {
        Duration every = Duration.parse("PT" + period);
        assertThat(taken(role -> role.rotationPeriod(every)).grace()).isEqualTo(grace);
    }

    @Test
    void theGraceIsShorterThanThePeriod() {
        assertThat(taken(role -> role.previousKeyGrace(Duration.ZERO)).grace()).isZero();
        assertThat(taken(role -> role.previousKeyGrace(Duration.ofMinutes(59))).grace())
                .isEqualTo(Duration.ofMinutes(59));
        refused("previous_key_grace", "shorter than the 3600s", role -> role.previousKeyGrace(Duration.ofHours(1)));
        refused("previous_key_grace", "is negative", role -> role.previousKeyGrace(Duration.ofSeconds(-1)));
    }

    /** The two of each month that are a day apart count, and not the many that are far from each other. */
    @Test
    void theGraceIsShorterThanTheLeastTimeBetweenTheTimesOfASchedule() {
        UnaryOperator<AwsStaticRole.Builder> twice =
                role -> role.rotationPeriod(Duration.ZERO).rotationSchedule("0 3 1,15,16 * *");

        assertThat(taken(role -> twice.apply(role).previousKeyGrace(Duration.ofHours(23)))
                        .grace())
                .isEqualTo(Duration.ofHours(23));
        refused(
                "previous_key_grace",
                "shorter than the 86400s",
                role -> twice.apply(role).previousKeyGrace(Duration.ofHours(24)));
        assertThat(taken(twice).grace()).isEqualTo(Duration.ofHours(1));
        assertThat(taken(role -> role.rotationPeriod(Duration.ZERO).rotationSchedule("*/30 * * * *"))
                        .grace())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aKeyHasTwoParts() {
        refused("secret_key", "is missing", role -> role.accessKey(ID));
        refused("access_key", "is missing", role -> role.secretKey("secret"));
        refused("access_key", "is no id", role -> role.accessKey("no id").secretKey("secret"));
        assertThatCode(() -> taken(role -> role.accessKey(ID).secretKey("secret")))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherAccountIsReachedThroughARole() {
        assertThat(taken(role -> role.assumeRoleArn(ROLE)
                                .assumeRoleSessionName("leasehold")
                                .externalId("x:1"))
                        .through())
                .contains(new CrossAccount(ROLE, "leasehold", "x:1"));
        refused("assume_role_arn", "is no ARN of a role", role -> role.assumeRoleArn("arn:aws:iam::1:user/x"));
        refused(
                "assume_role_session_name",
                "2 to 64",
                role -> role.assumeRoleArn(ROLE).assumeRoleSessionName("x"));
        refused("external_id", "2 to 1224", role -> role.assumeRoleArn(ROLE).externalId("a b"));
        refused("assume_role_session_name", "has no effect", role -> role.assumeRoleSessionName("leasehold"));
        refused("external_id", "has no effect", role -> role.externalId("x:1"));
    }

    @Test
    void allThatIsWrongIsToldTogether() {
        AwsStaticRole role = AwsStaticRole.builder()
                .externalId("x:1")
                .accessKey(ID)
                .rotationPeriod(Duration.ofSeconds(1))
                .build();

        assertThatThrownBy(() -> StaticRoleRules.of(role))
                .hasMessageContaining("username: is required")
                .hasMessageContaining("secret_key: is missing")
                .hasMessageContaining("external_id: has no effect")
                .hasMessageContaining("rotation_period: must be 5 seconds or more");
    }

    @Test
    void theTextFormShowsNoSecret() {
        assertThat(hourly().accessKey(ID).secretKey("hidden").build().toString())
                .doesNotContain("hidden");
    }
}
