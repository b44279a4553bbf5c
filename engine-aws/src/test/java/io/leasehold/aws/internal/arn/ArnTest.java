package io.leasehold.aws.internal.arn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {

    @Test
    void isReadInItsParts() {
        assertThat(Arn.parse("arn:aws-cn:iam::123456789012:role/team/Deploy"))
                .contains(new Arn("aws-cn", "iam", "", "123456789012", "role/team/Deploy"));
        assertThat(Arn.parse("arn:aws:ecs:us-east-1:123456789012:service/prod/*"))
                .contains(new Arn("aws", "ecs", "us-east-1", "123456789012", "service/prod/*"));
        assertThat(Arn.parse("arn:aws:iam::aws:policy/AmazonEC2FullAccess").orElseThrow())
                .hasToString("arn:aws:iam::aws:policy/AmazonEC2FullAccess")
                .extracting(Arn::name)
                .isEqualTo("AmazonEC2FullAccess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "arn",
                "arn:aws:iam::123456789012:",
                "arn:aws:iam::12345678901:role/x",
                "arn:other:iam::123456789012:role/x",
                "arn:aws:IAM::123456789012:role/x",
                "arn:aws:iam::123456789012:role/x y",
                "arn:aws:iam::123456789012:role/x\n",
                " arn:aws:iam::123456789012:role/x"
            })
    void whatIsNoArnIsNone(String text) {
        assertThat(Arn.parse(text)).isEmpty();
    }

    @Test
    void aTextOfAnyLengthIsRefusedAtOnce() {
        assertThat(Arn.parse("arn:aws:iam::123456789012:role/" + "x".repeat(2_000_000)))
                .isEmpty();
    }

    @Test
    void knowsTheTypeOfWhatItNames() {
        assertThat(isIam("arn:aws:iam::123456789012:role/team/Deploy", "role")).isTrue();
        assertThat(isIam("arn:aws:iam::aws:policy/service-role/X", "policy")).isTrue();
        assertThat(isIam("arn:aws:iam::123456789012:user/Deploy", "role")).isFalse();
        assertThat(isIam("arn:aws:iam::123456789012:role/", "role")).isFalse();
        assertThat(isIam("arn:aws:iam:::role/x", "role")).isFalse();
        assertThat(isIam("arn:aws:sts::123456789012:role/x", "role")).isFalse();
    }

    private static boolean isIam(String arn, String type) {
        return Arn.parse(arn).orElseThrow().isIam(type);
    }
}
