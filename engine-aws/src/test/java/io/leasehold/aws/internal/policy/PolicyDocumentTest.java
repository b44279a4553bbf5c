package io.leasehold.aws.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

    private static final String STATEMENT =
            "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::my-app-bucket/*\"}";

    @Test
    void losesItsWhiteSpace() throws Exception {
        PolicyDocument document =
                PolicyDocument.parse(" {\n\"Version\": \"2012-10-17\",\n \"Statement\": [ " + STATEMENT + " ] }\n");

        assertThat(document.text()).isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[" + STATEMENT + "]}");
    }

    @Test
    void isTheSameAsMapsAndAsText() throws Exception {
        Map<String, Object> maps = Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(Map.of(
                        "Effect",
                        "Allow",
                        "Action",
                        List.of("s3:GetObject"),
                        "Resource",
                        "arn:aws:s3:::my-app-bucket/*")));

        PolicyDocument document =
                PolicyDocument.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + STATEMENT + "]}");

        assertThat(PolicyDocument.of(maps)).isEqualTo(document);
        assertThat(document.values()).isEqualTo(maps);
        assertThat(PolicyDocument.of(document.text())).isEqualTo(document).hasSameHashCodeAs(document);
    }

    @Test
    void mayHaveOneStatementThatIsNoList() throws Exception {
        assertThat(PolicyDocument.parse("{\"Statement\":" + STATEMENT + "}").statements())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                        | is not JSON at line 1",
                "[]                              | is not a JSON object",
                "{}                              | has no Statement",
                "{\"Statement\":[]}              | has no Statement",
                "{\"Statement\":\"x\"}           | has no Statement",
                "{\"Statement\":[1]}             | has a Statement that is no object",
                "{\"Statement\":{},\"Statement\":{}} | is not JSON",
                "{\"Version\":\"2013\",\"Statement\":{}} | write 2012-10-17",
                "{\"Statements\":[]}             | has an element that there is not: Statements",
                "{\"Statement\":{\"Effect\":\"allow\"}} | needs an Effect of Allow or Deny",
                "{\"Statement\":{\"Effect\":\"Allow\"}} | needs either Action or NotAction",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[]}} | needs text or a list of texts as Action",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}} | needs either Resource or NotResource",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":1}} | as Resource",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":1}} | Condition",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}} | leave it out",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Actoin\":\"*\",\"Resource\":\"*\"}} | in its statement: Actoin"
            })
    void whatIsNoPolicyIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> PolicyDocument.parse(text))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theStatementIsNamedByItsNumber() {
        assertThatThrownBy(() -> PolicyDocument.parse("{\"Statement\":[" + STATEMENT + ",{\"Effect\":\"No\"}]}"))
                .hasMessageContaining("its statement 2 needs an Effect");
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        String deep = "[".repeat(100_000);

        assertThatThrownBy(() -> PolicyDocument.parse(deep)).isInstanceOf(MalformedPolicyException.class);
    }
}
