package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.aws.world.MortalBrokers;
import io.leasehold.aws.world.MortalBrokers.Instance;
import io.leasehold.error.LeaseholdException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies at every access to its store and at every request to AWS, before and after it, while a user is made and while one is
 * removed. Another process goes on. At no moment is there a user that no lease knows, and in the end there is none at all.
 */
class AwsUserCrashTest {

    private static final String POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
    private static final Duration STEP = Duration.ofSeconds(10);

    /** More than the longest lease, and what is waited after it for users that appear late. */
    private static final int STEPS = 500;

    private static final int MORE_THAN_THERE_CAN_BE = 60;

    /** Where a process dies. */
    enum Death {
        BEFORE_ACCESS(3),
        AFTER_ACCESS(3),
        BEFORE_REQUEST(5),
        AFTER_REQUEST(5);

        /** How many such places there are at least, so that a test which dies nowhere is noticed. */
        private final int leastPoints;

        Death(int leastPoints) {
            this.leastPoints = leastPoints;
        }

        void plan(MortalBrokers brokers, Instance process, int step) {
            boolean after = this == AFTER_ACCESS || this == AFTER_REQUEST;
            if (this == BEFORE_ACCESS || this == AFTER_ACCESS) {
                brokers.dieAtAccess(process, step, after);
            } else {
                brokers.dieAtRequest(process, step, after);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void noDeathWhileAUserIsMadeLeavesOneBehind(Death death) {
        int points = 0;
        for (boolean died = true; died; points += died ? 1 : 0) {
            assertThat(points).isLessThan(MORE_THAN_THERE_CAN_BE);
            try (MortalBrokers brokers = new MortalBrokers()) {
                Instance process = start(brokers);
                death.plan(brokers, process, points);
                attempt(() -> process.broker().read("aws/creds/app"));
                died = goesOn(brokers, process, death + " at " + points);
            }
        }
        assertThat(points).as("points").isGreaterThanOrEqualTo(death.leastPoints);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void noDeathWhileAUserIsRemovedLeavesItBehind(Death death) {
        int points = 0;
        for (boolean died = true; died; points += died ? 1 : 0) {
            assertThat(points).isLessThan(MORE_THAN_THERE_CAN_BE);
            try (MortalBrokers brokers = new MortalBrokers()) {
                Instance process = start(brokers);
                String lease = process.broker()
                        .read("aws/creds/app")
                        .lease()
                        .orElseThrow()
                        .id();
                death.plan(brokers, process, points);
                attempt(() -> process.broker().leases().revoke(lease));
                died = goesOn(brokers, process, death + " at " + points);
            }
        }
        assertThat(points).as("points").isGreaterThanOrEqualTo(death.leastPoints);
    }

    private static Instance start(MortalBrokers brokers) {
        brokers.aws().addPolicy(POLICY);
        brokers.aws().addGroup("developers", Map.of());
        Instance process = brokers.first(AwsRole.builder()
                .credentialType("iam_user")
                .policyArns(POLICY)
                .policyDocument(DOCUMENT)
                .iamGroups("developers"));
        // What is asked of AWS once only is not what this is about.
        process.broker()
                .leases()
                .revoke(process.broker()
                        .read("aws/creds/app")
                        .lease()
                        .orElseThrow()
                        .id());
        return process;
    }

    private static void attempt(Runnable deed) {
        try {
            deed.run();
        } catch (LeaseholdException died) {
            assertThat(died.getMessage()).isNotBlank();
        }
    }

    /** Has another process go on until nothing is left, and tells whether the first one had died. */
    private static boolean goesOn(MortalBrokers brokers, Instance first, String what) {
        boolean died = first.isDead();
        first.live();
        brokers.aws().faults().clear();
        Instance next = died ? brokers.another() : first;
        for (int i = 0; i < STEPS && next.leases() > 0; i++) {
            assertThat((long) brokers.aws().users().size()).as(what).isLessThanOrEqualTo(next.leases());
            next.pass(STEP);
        }
        assertThat(next.leases()).as(what).isZero();
        assertThat(brokers.aws().users()).as(what).isEmpty();
        return died;
    }
}
