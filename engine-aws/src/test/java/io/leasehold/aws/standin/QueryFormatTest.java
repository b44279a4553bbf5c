package io.leasehold.aws.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The two formats of the Query protocol: forms in, XML out. */
class QueryFormatTest {

    @Test
    void aFormIsDecodedWithItsListsAndTags() {
        Parameters given = Parameters.ofForm("Action=TagUser&UserName=a%2Bb+c&N=7&Empty="
                + "&Names.member.1=x&Names.member.2=y&Names.member.4=lost"
                + "&Tags.member.1.Key=k&Tags.member.1.Value=&PolicyArns.member.1.arn=arn");
        assertThat(given.required("UserName")).isEqualTo("a+b c");
        assertThat(given.optional("Empty")).contains("");
        assertThat(given.optional("Absent")).isEmpty();
        assertThat(given.number("N", 1)).isEqualTo(7);
        assertThat(given.number("Absent", 1)).isEqualTo(1);
        assertThat(given.list("Names")).containsExactly("x", "y");
        assertThat(given.list("PolicyArns", ".arn")).containsExactly("arn");
        assertThat(given.tags("Tags")).containsExactly(entry("k", ""));
        assertThat(Parameters.ofForm("").all()).isEmpty();
    }

    @Test
    void whatIsMissingOrNoNumberIsAValidationError() {
        assertThatThrownBy(() -> Parameters.ofForm("A=1").required("B"))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
        assertThatThrownBy(() -> Parameters.ofForm("A=x").number("A", 1))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
    }

    @Test
    void textIsEscaped() {
        assertThat(new Xml().text("T", "a<b>&\"c\"\r\n").toString()).isEqualTo("<T>a&lt;b&gt;&amp;\"c\"&#13;\n</T>");
    }

    @Test
    void answersHaveAResultOnlyIfThereIsOne() {
        assertThat(Xml.response("DeleteUser", "ns", new Xml(), "id"))
                .isEqualTo("<DeleteUserResponse xmlns=\"ns\"><ResponseMetadata><RequestId>id</RequestId>"
                        + "</ResponseMetadata></DeleteUserResponse>");
        Xml result = new Xml().texts("Names", List.of("a", "b")).tags("Tags", Map.of("k", "v"));
        assertThat(Xml.response("List", "ns", result, "id"))
                .contains("<ListResult><Names><member>a</member><member>b</member></Names>"
                        + "<Tags><member><Key>k</Key><Value>v</Value></member></Tags></ListResult>");
    }

    @Test
    void anErrorSaysWhoseFaultItIs() {
        assertThat(Xml.error(AwsError.throttling(), "ns", "id"))
                .contains("<Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message>");
        assertThat(Xml.error(AwsError.serviceFailure(), "ns", "id")).contains("<Type>Receiver</Type>");
    }
}
