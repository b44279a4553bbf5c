package io.leasehold.aws.internal.provider;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sees calls fail because AWS does not know, or no longer takes, the key that they were signed with, and reports that key.
 * What it says of nothing but rights ({@code AccessDenied}) it leaves alone, and so it does where AWS says both with one word
 * ({@code AuthFailure} of EC2). Thread-safe.
 */
public final class RefusalReporter implements ExecutionInterceptor {

    /** IAM and STS; services with JSON; S3; sessions that have expired, in both spellings, or were never valid. */
    private static final Set<String> REFUSALS = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken");

    /** The header of a signature: {@code Credential=ID/DATE/REGION/SERVICE/...}. */
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

    private final Consumer<String> reports;

    /**
     * Reports to whoever has the keys.
     *
     * @param reports takes the id of a refused key
     */
    public RefusalReporter(Consumer<String> reports) {
        this.reports = reports;
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (isRefusal(context.exception())) {
            context.httpRequest().flatMap(RefusalReporter::accessKeyId).ifPresent(reports);
        }
    }

    /**
     * Whether a failure says that AWS does not take the key.
     *
     * @param failure what a call ended with
     * @return true for the codes that mean nothing else
     */
    static boolean isRefusal(@Nullable Throwable failure) {
        if (!(failure instanceof AwsServiceException refused)) {
            return false;
        }
        AwsErrorDetails details = refused.awsErrorDetails();
        return details != null && details.errorCode() != null && REFUSALS.contains(details.errorCode());
    }

    /**
     * The key that a request was signed with.
     *
     * @param request a request, signed
     * @return the id of the key; empty when there is no signature of AWS's fourth version
     */
    static Optional<String> accessKeyId(SdkHttpRequest request) {
        return request.firstMatchingHeader("Authorization")
                .filter(header -> header.toUpperCase(Locale.ROOT).startsWith("AWS4-"))
                .map(CREDENTIAL::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }
}
