package io.leasehold.aws.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Which failures mean that AWS does not take the key, and which key that was. */
class RefusalReporterTest {

    @ParameterizedTest
    @CsvSource({
        "InvalidClientTokenId,true",
        "UnrecognizedClientException,true",
        "InvalidAccessKeyId,true",
        "ExpiredToken,true",
        "ExpiredTokenException,true",
        "InvalidToken,true",
        "AccessDenied,false",
        "AccessDeniedException,false",
        "AuthFailure,false",
        "SignatureDoesNotMatch,false",
        "RequestExpired,false",
        "Throttling,false"
    })
    void onlyCodesThatMeanTheKeyAreRefusals(String code, boolean refusal) {
        AwsServiceException failure = AwsServiceException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();

        assertThat(RefusalReporter.isRefusal(failure)).isEqualTo(refusal);
    }

    @Test
    void aFailureWithoutACodeIsNoRefusal() {
        assertThat(RefusalReporter.isRefusal(
                        AwsServiceException.builder().statusCode(403).build()))
                .isFalse();
        assertThat(RefusalReporter.isRefusal(AwsServiceException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder().build())
                        .build()))
                .isFalse();
        assertThat(RefusalReporter.isRefusal(SdkClientException.create("no connection")))
                .isFalse();
        assertThat(RefusalReporter.isRefusal(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS4-HMAC-SHA256 Credential=AKIA1/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host | AKIA1",
                "AWS4-ECDSA-P256-SHA256 Credential=AKIA2/20260101/s3/aws4_request, SignedHeaders=host | AKIA2",
                "Bearer Credential=AKIA3/x |",
                "AWS4-HMAC-SHA256 without |"
            })
    void theKeyIsFoundInTheSignature(String header, String key) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol("https")
                .host("sts.eu-west-1.amazonaws.com")
                .encodedPath("/")
                .putHeader("Authorization", header)
                .build();

        assertThat(RefusalReporter.accessKeyId(request).orElse(null)).isEqualTo(key);
    }
}
