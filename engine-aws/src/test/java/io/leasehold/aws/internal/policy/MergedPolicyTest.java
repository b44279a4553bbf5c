package io.leasehold.aws.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergedPolicyTest {

    private final PolicyDocument role =
            document("{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}");
    private final PolicyDocument first =
            document("{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}");
    private final PolicyDocument second = document(
            "[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"x\"},{\"Sid\":\"B\",\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}]");

    @Test
    void withoutGroupsItIsTheRolesUnchanged() {
        assertThat(MergedPolicy.of(List.of(), role)).containsSame(role);
        assertThat(MergedPolicy.of(List.of(), null)).isEmpty();
    }

    @Test
    void groupsComeFirstAndNamesAreUnique() throws Exception {
        assertThat(MergedPolicy.of(List.of(first, second), role).orElseThrow().text())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"},"
                        + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"x\"},"
                        + "{\"Sid\":\"B\",\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"},"
                        + "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}");
    }

    @Test
    void aStatementThatSeveralHaveStandsThereOnce() {
        assertThat(MergedPolicy.of(List.of(first, first), null).orElseThrow().statements())
                .hasSize(1);
    }

    private static PolicyDocument document(String statement) {
        try {
            return PolicyDocument.parse("{\"Version\":\"2012-10-17\",\"Statement\":" + statement + "}");
        } catch (MalformedPolicyException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
